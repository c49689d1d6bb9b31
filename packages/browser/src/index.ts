export { createChime } from './chime.ts'
export { contrast, readableOn } from './contrast.ts'
export { emoji } from './emoji.ts'
export {
  type Entry,
  type EntryFile,
  layOut,
  type MessageEntry,
  type Unsettled,
  type Viewer,
} from './entries.ts'
export { fileLabel } from './files/label.ts'
export { initial } from './initial.ts'
export { linkify, type Part } from './linkify.ts'
export { clockTime, dayName, shortTime, startOfDay } from './times.ts'
