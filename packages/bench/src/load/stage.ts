import {
  programs,
  type ServerProcess,
  startProcess,
} from '../../../server/tests/_harness/process.ts'
import { hireStaff, type Staff } from '../../../server/tests/_harness/staff.ts'
import { temporaryFolder } from '../../../server/tests/_harness/temporary-folder.ts'
import { createHistogram, type Latency, toLatency } from '../report/latency.ts'
import { probeDiskSync } from './disk-sync.ts'
import { inspectedEnvironment } from './inspector.ts'
import { tidyUpOnInterrupt } from './interrupt.ts'

/** A server in a process of its own, on a temporary folder. */
export interface Stage extends AsyncDisposable {
  server: ServerProcess
  folder: string
  staff: Staff
  /** How long the folder's disk takes to sync one block, measured before the server starts. */
  diskSync: Latency
  /** What is not the server's default. */
  settings: Record<string, string>
}

export interface StageOptions {
  agents: number
  /** The server writes CPU profiles of its threads there when it ends. */
  profileFolder?: string | undefined
  /** Settings of the server that the scenario cannot do without. @default {} */
  settings?: Record<string, string>
  /** Lets garbage collections be forced. @default false */
  isInspected?: boolean
  /** Fills the folder after workspace and staff are there, before the server starts. */
  fill?: (folder: string, staff: Staff) => Promise<void>
}

/**
 * Sets the scene, with the server's own defaults but for what the scenario says. An interrupt takes
 * everything down before the process ends.
 */
export async function setStage(options: StageOptions): Promise<Stage> {
  await using opened = new AsyncDisposableStack()
  let owner = opened
  opened.use(tidyUpOnInterrupt(() => owner.disposeAsync()))
  const folder = opened.use(await temporaryFolder())
  const syncs = createHistogram()
  probeDiskSync(folder.path, syncs)
  const staff = await hireStaff(folder.path, options.agents)
  await options.fill?.(folder.path, staff)
  const { profileFolder, settings = {} } = options
  const server = opened.use(
    await startProcess(
      'start',
      folder.path,
      {
        ...settings,
        ...(options.isInspected === true ? inspectedEnvironment : {}),
        ...(profileFolder === undefined
          ? {}
          : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` }),
      },
      programs.built,
    ),
  )
  const closing = opened.move()
  owner = closing
  return {
    server,
    folder: folder.path,
    staff,
    diskSync: toLatency(syncs),
    settings,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
