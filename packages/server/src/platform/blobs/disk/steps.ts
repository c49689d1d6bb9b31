import type { FileFacts } from '../../../conversations/index.ts'
import type { NewFile, StoredBytes, UploadKey } from '../../../files/index.ts'

/** What the thread of the file store does as one indivisible step. */
export type Step =
  | ({ kind: 'keep'; bytes: Uint8Array } & NewFile)
  | ({ kind: 'adopt'; id: string; path: string } & NewFile)
  | { kind: 'find'; key: UploadKey }
  | { kind: 'claim'; key: UploadKey }
  | { kind: 'release'; key: UploadKey }
  | { kind: 'remove'; key: UploadKey }
  | { kind: 'read'; id: string }
  | { kind: 'read_preview'; id: string }
  | { kind: 'sweep_unclaimed'; createdBefore: number; max: number }
  | { kind: 'sweep_strays'; folder: string; touchedBefore: number }

/** What each kind of step answers with. */
export interface StepResults {
  keep: FileFacts
  adopt: FileFacts
  find: FileFacts | undefined
  claim: { file: FileFacts; isFirst: boolean } | undefined
  release: undefined
  remove: undefined
  read: StoredBytes | undefined
  read_preview: Uint8Array | undefined
  sweep_unclaimed: number
  sweep_strays: number
}

/** A step's outcome on its way back from the thread. */
export type Outcome =
  | { ok: true; value: StepResults[Step['kind']] }
  | { ok: false; error: { name: string; message: string } }

export interface Committed {
  outcomes: Outcome[]
  commitMs: number
  /** Bytes of all content, after this commit. */
  totalBytes: number
}
