import { FileKind } from '@parley/protocol'

const labels = {
  en: { photo: '🖼 Photo', video: '🎬 Video', audio: '🎤 Audio' },
  'zh-CN': { photo: '🖼 图片', video: '🎬 视频', audio: '🎤 语音' },
}

/** What a list says in place of a text: "🖼 Photo", or the name of a file that is no picture. */
export function fileLabel(
  { fileKind, fileName }: { fileKind: FileKind; fileName: string },
  locale: keyof typeof labels,
): string {
  const { photo, video, audio } = labels[locale]
  switch (fileKind) {
    case FileKind.IMAGE:
      return photo
    case FileKind.VIDEO:
      return video
    case FileKind.AUDIO:
      return audio
    default:
      return `📎 ${fileName}`
  }
}
