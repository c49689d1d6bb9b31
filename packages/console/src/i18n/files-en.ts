/** Texts of files: a channel's settings, and what an agent is told. */
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
  notInNotes: 'Notes take no files. Switch to “Reply” to send them to the visitor.',
} as const
