import type { Texts } from './index.ts'

/** “会话分配”的各个页面，用于链接和命令。 */
export const routingPageZhCn: Texts['routingPage'] = {
  label: '会话分配的页面',
  board: '实时看板',
  policy: '分配方式',
  teams: '团队',
  people: '客服能力',
  rules: '规则',
  model: '预测',
  simulator: '模拟',
}
