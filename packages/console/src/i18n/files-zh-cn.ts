import type { Texts } from './index.ts'

/** Texts of files: a channel's settings, and what an agent is told. */
export const filesZhCn: Texts['files'] = {
  title: '文件',
  hint: '访客可以发送的文件。客服不受此限制。',
  isOn: '访客可以发送文件',
  sizeMax: '单个文件上限（MB）',
  kinds: '类型',
  kind: { image: '图片', audio: '音频', video: '视频', document: '文档', other: '其他' },
  notInNotes: '备注不能带文件。如需发给访客，请切换到“回复”。',
}
