/** What is said of files, the same in widget and console. */
export interface FileTexts {
  attach: string
  dropHere: string
  uploading: (percent: number) => string
  cancel: string
  retry: string
  remove: string
  download: string
  openPicture: (name: string) => string
  close: string
  previous: string
  next: string
  /** Why a file was not sent, by the refusal's reason. */
  failures: {
    file_too_large: (most: string) => string
    file_type_not_allowed: string
    file_empty: string
    file_gone: string
    too_many_uploads: string
    not_allowed: string
    other: string
  }
}

const en: FileTexts = {
  attach: 'Send files',
  dropHere: 'Drop files to send them',
  uploading: (percent) => `Uploading, ${percent} %`,
  cancel: 'Cancel the upload',
  retry: 'Try again',
  remove: 'Remove',
  download: 'Download',
  openPicture: (name) => `Show ${name} large`,
  close: 'Close the picture',
  previous: 'Previous picture',
  next: 'Next picture',
  failures: {
    file_too_large: (most) => `Too large: at most ${most}.`,
    file_type_not_allowed: 'Files of this kind are not accepted here.',
    file_empty: 'The file is empty.',
    file_gone: 'The upload was interrupted. Please choose the file again.',
    too_many_uploads: 'That was a lot of data. Please try again later.',
    not_allowed: 'No files can be sent here.',
    other: 'The file was not sent.',
  },
}

const zhCn: FileTexts = {
  attach: '发送文件',
  dropHere: '松开鼠标，发送文件',
  uploading: (percent) => `正在上传，${percent}%`,
  cancel: '取消上传',
  retry: '重试',
  remove: '移除',
  download: '下载',
  openPicture: (name) => `查看大图：${name}`,
  close: '关闭图片',
  previous: '上一张',
  next: '下一张',
  failures: {
    file_too_large: (most) => `文件过大，最大 ${most}。`,
    file_type_not_allowed: '这里不接受这种类型的文件。',
    file_empty: '文件是空的。',
    file_gone: '上传中断了，请重新选择文件。',
    too_many_uploads: '发送的数据太多了，请稍后再试。',
    not_allowed: '这里不能发送文件。',
    other: '文件未能发送。',
  },
}

/** The texts of all files, by language. */
export const fileTexts = { en, 'zh-CN': zhCn }

/** Why a file was not sent, in the person's words. */
export function failureText(
  { reason, message }: { reason: string; message: string },
  texts: FileTexts,
  toSize: (bytes: number) => string,
): string {
  const { failures } = texts
  switch (reason) {
    case 'file_too_large': {
      // The server's message names the limit that holds: the lower one of channel and deployment.
      const most = /at most (\d+)/.exec(message)?.[1]
      return most === undefined ? failures.other : failures.file_too_large(toSize(Number(most)))
    }
    case 'file_type_not_allowed':
    case 'file_empty':
    case 'file_gone':
    case 'too_many_uploads':
    case 'not_allowed':
      return failures[reason]
    default:
      return failures.other
  }
}

/** Whether the same file may be taken when it is sent once more. */
export function isRetryable(reason: string): boolean {
  return !/^file_(too_large|type_not_allowed|empty|gone)$/.test(reason)
}
