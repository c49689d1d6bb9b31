import type { Texts } from './index.ts'

/** The texts of promises that are due or broken. */
export const slaZhCn: Texts['sla'] = {
  first_reply: '首次回复',
  next_reply: '回复',
  resolution: '解决',
  left: '{{clock}}剩余 {{time}}',
  over: '{{clock}}超时 {{time}}',
}
