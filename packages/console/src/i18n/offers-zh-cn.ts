import type { Texts } from './index.ts'

/** The texts of offers. */
export const offersZhCn: Texts['offer'] = {
  title: '待接入的会话',
  left: '剩余 {{seconds}} 秒',
  waits: '已等待：{{span}}',
  accept: '接入',
  decline: '拒绝',
}
