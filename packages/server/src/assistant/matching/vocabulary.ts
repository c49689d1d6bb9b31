/**
 * What customers ask shops and services about, in Chinese and English: one concept a line, its
 * weight, then its words. `!` marks concepts that decide what is asked: a question with one never
 * matches a question without it, however alike the rest is. `@` marks kinds of a thing, which count
 * like names: two different ones never match, but a general question may cover one. A word may stand
 * on several lines. Weight 0 is for words that say nothing about the matter.
 */
export const vocabulary = `
why! 1.5: 为什么 什么原因 怎么回事 凭什么 / why, how come, reason
when! 1.5: 什么时候 多久 几天到 几天到账 哪天 几点 多少年 几年 啥时 / when, how long, how many days, how many years, how soon, what time, how quickly, how fast
often! 1.5: 多久换 多久一次 几个月换 / how often, how frequently
fee! 2: 多少钱 费 费用 收费 要钱 运费 邮费 快递费 配送费 包邮 免费 价格 价钱 价目 免运费 花钱 收钱 / how much, cost, price, fee, free, pay for, postage, charge for, do you charge, extra charge, have to pay, need to pay, pay to, charges
handling! 1.5: 手续费 / handling fee, service fee
visit! 1.5: 上门 / call-out, home visit
money 0.8: 钱 钱款 货款 / money, money arrive
freight 1.8: 到付 运费 邮费 快递费 配送费 包邮 免运费 / postage, shipping fee, delivery fee
who! 0.8: 谁 / who, whose
where 0.3: 哪里 / where
how 0.2: 怎么 怎么办 多少 是多少 多大 大不大 / how
can 0.2: 可以 能 能够 行 可以用 能用 / can, can use
work 0.5: 起作用 / work, working, function
order 0.8: 订单 单子 下单 下完单 拍下 买了 付款后 付款之后 付款以后 / order, purchase, bought
cancel! 3: 取消 撤销 撤单 不想要 不要了 买错 / cancel, call off, no longer want, by mistake, not want
return! 3: 退货 退掉 退回 退 寄回 / return, send back, send it back, send this back, send them back, give back, give it back, take back, take it back, go back
refund! 3: 退款 退钱 退的钱 返款 退费 钱退 退给我 退我 退还 / refund, refund arrive, refund come, refund come through, refund show up, refund reach, money back, reimburse, get my money
exchange! 3: 换货 换新的 换个新的 换一个 换一台 换一件 换同款 调换 / exchange, swap it, another one, replacement
faulty! 1.5: 质量问题 毛病 瑕疵 / faulty, defective, defect, fault
change 1.2: 改 修改 更改 变更 换 更换 改成 / change, modify, edit, update, correct, swap, switch, replace
invoice! 3: 发票 开票 专票 普票 / invoice, receipt, vat
title! 2: 抬头 税号 / tax number, name on, company name, tax id
again 0.8: 重开 重新 再开 / again, reissue, re-issue
mistaken! 1.5: 填错 写错 开错 选错 错了 弄错 输错 拍错 / wrong, mistake, incorrect, typo
coupon! 3: 优惠券 券 代金券 折扣码 优惠码 红包 / coupon, get a coupon, get coupons, get a voucher, voucher, discount code, promo code, coupon code, promotion code, promo
obtain! 1.5: 领 领取 获取 / get a coupon, get coupons, get a voucher, claim
restock! 2: 补货 上架 / restock, back in stock
invalid! 2: 用不了 不能用 不可用 无效 失效 没法用 使用不了 不生效 / not work, not working, invalid, unavailable, not valid, can not use, not apply, rejected, not accepted
use! 1: 用 使用 / use, redeem
expire! 2: 过期 到期 有效期 到什么时候 / expire, expiry, expiration, end, run out
combine! 2: 叠加 一起用 同时用 / combine, stack
drop! 2.5: 降价 便宜了 / price drop, price dropped, cheaper, price went down
protect! 3: 差价 价保 保价 补差 差额 退差 / price protection, price match, difference, match a lower price, match lower price
points! 3: 积分 / point, points
earn! 1.5: 攒 赚 获得 / earn
repay! 2: 还款 / repay, pay back early
choose 0.5: 选 选择 挑 / choose, chose, chosen, pick, select
bear 0.5: 承担 出 / bear, covers
pay! 1.5: 支付 付款 付钱 付 结账 / pay, payment, paid
wechat@ 2: 微信 / wechat
alipay@ 2: 支付宝 / alipay
card@ 2: 信用卡 刷卡 银行卡 / credit card, bank card
cash@ 2: 现金 货到付款 / cash, cash on delivery
method 1: 方式 哪几种 种类 / method, way, option
failed! 2: 失败 没成功 不成功 / fail, failed, unsuccessful, not go through
charged! 2.5: 扣款 被扣 扣了 扣钱 多扣 扣了我 / was charged, got charged, been charged, money was taken, money taken, money left
unpaid! 2: 未付款 没付款 待付款 / unpaid
twice! 2: 重复 两次 两遍 / twice, two times, double
instalment! 3: 分期 分期付款 分期付 / instalment, installments, pay in instalments, pay in installments, monthly payment, financing, pay monthly
interest 1: 免息 / interest free, interest-free, interest
ship 2: 发货 发出 寄出 发走 发 寄 / ship, shipping, dispatch, sent, send out, leave the warehouse
to 0.3: 到 到账 能到账 才到账 几天到账 / till, until, refund arrive, refund come, refund come through, refund show up, refund reach, money arrive
arrive 2: 收到 送到 到货 送达 送货 配送 收货 送 能到 才到 几天到 / ship to, arrive, deliver, delivery, get here, receive, come
parcel 0.8: 快递 物流 包裹 货 / parcel, package, shipment
carrier! 3: 什么快递 哪家快递 哪个快递 快递公司 物流公司 指定快递 顺丰 哪家物流 承运商 什么物流 / carrier, courier, delivery company, shipping company
status 1.5: 状态 / status
progress 1.5: 进度 得怎么 到哪里 到哪 轨迹 走到哪里 / track, tracking
not_yet 0.5: 还没 还没有 还不 / not yet
stuck! 3: 不更新 没更新 没动 停住 不动 没变化 卡住 没有更新 没有变化 停滞 没有动 不走 没动静 没有动静 / stuck, not moved, not move, not been updated, no update, not updated, not updating, not changed
lost! 2.5: 丢了 丢件 弄丢 丢失 不见了 / lost
signed! 3: 签收 显示送达 显示已送达 已送达 / signed, sign for, says delivered, marked as delivered, shows as delivered, shows delivered, shown as delivered
unreceived! 3: 没收到 没有收到 还没收到 还没有收到 还没到 还没拿到 未收到 没拿到 没到 没有拿到 没见到 没看到 没到账 / not received, not receive, never got, not get, did not get, not got, nothing came, nothing arrived, never arrived, not arrived, never received, not here
stairs! 3: 上楼 楼上 搬上 搬楼 电梯 爬楼 入户 送到家里 / upstairs, lift, elevator, stairs, floor, into my flat, up the stairs, staircase
schedule 1.2: 预约 约 指定 / book, appointment, schedule, arrange, make an appointment
day 1: 日期 时间 哪天 周末 晚上 / date, day, weekend, evening, time slot
abroad! 3: 国外 海外 境外 国际 外国 / abroad, overseas, international, internationally, another country, other countries
hongkong! 3: 香港 港澳台 / hong kong
taiwan! 3: 台湾 / taiwan
region! 1.5: 哪些地区 地区 / region
large@ 1: 大件 大家电 大型 / large, big, bulky
small@ 1: 小件 小家电 / small
fetch! 1.5: 取 取回 取件 领回 / fetch
collect! 3: 自提 自取 自己去拿 自己去店里拿 取货 到店取 / pick up, pick-up, pickup, pick it up, pick my order up, collect, click and collect
damaged! 3: 破损 坏的 碎 压坏 磕碰 凹陷 凹 划痕 裂 摔坏 压扁 破了 / damage, damaged, broken on arrival, crush, crushed, dent, dented, crack, cracked, scratch, smashed, arrived broken
missing! 3: 少发 少了 漏发 缺 少一 没有遥控器 少件 / missing, not in the box, incomplete
accessory 0.8: 配件 零件 / accessory, part
dislike 1.5: 不喜欢 不满意 不合适 / not like, not satisfied, unhappy, not happy
reasonless 1: 无理由 没有理由 / without a reason, without reason, without any reason, no reason, no questions asked
condition! 1.5: 条件 政策 规定 要求 规则 / policy, condition, rules
packaging 0.5: 包装 包装盒 盒子 外箱 箱子 / box, carton
opened! 3: 拆封 开封 开封了 开封过 启封 打开过 打开了 拆了 拆开 用过 试过 插电 用了几天 扔了 盒子丢了 包装丢了 拆过 / opened, open box, unpack, unpacked, used, tried, threw, throw away
warranty! 3: 保修 质保 保修期 三包 过保 保外 / warranty, guarantee
check 0.5: 查 查询 查看 看 找 / check, look up, find, see
serial! 3: 序列号 / serial number, serial
repair! 3: 维修 报修 修理 修 送修 / repair, fix
worker 1.1: 师傅 / technician, installer, engineer
broken! 2.5: 坏了 不工作 故障 不转 不启动 开不了机 没反应 / broken, stop working, stopped working, broke, break down, broke down, dead
install! 3: 安装 装机 来装 装 / install, installation, installed, mount
manual! 3: 说明书 手册 使用说明 / manual, instruction, instructions, user guide
tradein! 3: 以旧换新 旧家电 旧机 旧冰箱 旧洗衣机 旧空调 旧电器 回收 / trade in, trade-in, old appliance, old machine, old fridge, old washer, recycle
filter! 3: 滤芯 / filter
lamp! 1.5: 灯 提示灯 指示灯 / light
network! 3: wifi 联网 连网 网络 连不上网 配网 路由器 上网 / wifi, wi-fi, router, network, offline, online
connect 1: 连 连接 连不上 搜不到 / connect, find
password! 3: 密码 / password
forget 0.5: 忘 忘记 忘了 / forgot, forget, forgotten
login! 2.5: 登录 登陆 登不上 登录不上 / sign in, log in, login, signin
code! 2: 验证码 / verification code, sms code
account 1.5: 账户 / account
erase! 3: 注销 删除 销户 删掉 / delete, unregister, erase, close my account, close the account, remove my personal, remove my data
data 0.8: 个人信息 资料 / personal data, data
company! 3: 企业 公司 批量 团购 对公 / company, companies, bulk, office, business
store! 2.5: 门店 实体店 店里 体验店 店 / store, shop, showroom, branch
hours! 1.5: 营业 开门 关门 上班 工作时间 下班 / opening hours, hours
person! 2.5: 人工 客服 / person, human, agent, customer service, representative, customer support
phone 1.2: 电话 手机号 号码 / phone, phone number, telephone, hotline
address! 2.5: 地址 收货地址 地方 / address, delivery address, shipping address
recipient 1: 收货人 收件人 / recipient
colour! 1.5: 颜色 / colour
model 1.5: 型号 规格 尺寸 / model, size, variant
complain! 3: 投诉 态度差 态度不好 态度恶劣 态度太差 态度很差 态度极差 / complain, complaint, rude
compensate! 3: 补偿 赔偿 安抚 / compensation, compensate, goodwill
stock! 2: 有货 现货 库存 / in stock, available, availability
noise! 2: 噪音 声音 吵 / noise, noisy, loud, noise level
power! 2: 耗电 功率 费电 能效 / power consumption, energy, electricity
compare! 2: 区别 差别 不同 哪个好 / difference between, better, compare
discount! 2.5: 打折 折扣 优惠 活动 便宜点 便宜些 / discount, sale
gift! 1.5: 赠品 礼物 / gift
member 1: 会员 / membership, member
subscribe! 2: 订阅 短信 推送 / subscription, newsletter, marketing
contents! 2: 里有什么 里面有什么 里面是什么 有哪些东西 包含什么 买的什么 买的是什么 买了什么 / what is in, what is inside, what did i order, what did i buy
insurance! 2: 运费险 保险 / insurance
nothing 0: 明明 却 居然 竟然 显示 另外 咋回事 我 我的 你 你们 我们 它 他 她 的 了 在 是 有 这 这个 这些 那 那个 和 跟 就 还 都 也 要 想 想要 会 去 来 把 被 给 里 上 下 从 对 以后 之后 之前 后 前 内 中 现在 已经 刚 刚刚 买的 买 东西 商品 产品 宝贝 个 过 着 得 地 很 太 好 又 再 才 什么 哪 哪个 哪些 时 需要 应该 然后 因为 但是 但 如果 的话 办 办理 申请 一般 大概 大约 左右 支持 提供 弄 搞 做 操作 处理 解决 流程 情况 让 为 或 吗 呢 请 用户 发现 感觉 输入 提示 消费 浪费 机器 机子 设备 电器 家电 拍的 拍了 信息 里面 家里 的时候 时候 打算 突然 一直 可是 不过 不小心 不知道 差不多 最 比较 家 次 件 张 台 单 订 款 / the, a, an, is, are, was, were, be, been, being, do, does, did, i, my, me, mine, we, us, our, you, your, it, its, this, that, these, those, they, them, to, of, for, in, on, at, by, with, from, and, or, if, any, some, there, could, may, might, will, would, shall, should, have, has, had, get, got, need, want, like, go, take, one, what, which, about, so, then, now, still, already, yet, after, before, as, into, up, out, but, am, item, product, thing, stuff, make, happen, enter, put, type, machine, appliance, device, unit, anymore, longer, going, bring, brought, say, nobody, no one, someone, somebody, anyone, else, possible, able, offer, let, he, she, who is, today, new, over, too, long, very, quite, usually, normally, always, place, help
negation 0: 不 没 未 别 无 非 没有 还没 还没有 还不 / not, not want to, not wish to, no, never, without, none, nobody, no one
`
