export { type Claim, createFiles, type Download, type Files } from './files.ts'
export type { Uploader } from './limits.ts'
export { contentDisposition } from './names.ts'
export { readPicture } from './pictures.ts'
export type {
  FileStore,
  FilesObserver,
  FilesOptions,
  FilesPorts,
  NewFile,
  PartStore,
  Previews,
} from './ports.ts'
export { startSweeping } from './sweep.ts'
export type { FileDraft, Part, StoredBytes, UploadKey } from './types.ts'
