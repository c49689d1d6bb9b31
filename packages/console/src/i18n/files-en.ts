/** Texts of a channel's settings for files. */
export const filesEn = {
  title: 'Files',
  hint: 'What visitors may send. Agents may send everything.',
  isOn: 'Visitors can send files',
  sizeMax: 'Largest file, in MB',
  kinds: 'Kinds',
  kind: {
    image: 'Pictures',
    audio: 'Audio',
    video: 'Video',
    document: 'Documents',
    other: 'Anything else',
  },
} as const
