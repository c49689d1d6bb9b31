import { type ServerProcess, startProcess } from '../../../server/tests/_harness/process.ts'
import { hireStaff } from '../../../server/tests/_harness/staff.ts'
import { temporaryFolder } from '../../../server/tests/_harness/temporary-folder.ts'
import { createHistogram, type Latency, toLatency } from '../report/latency.ts'
import { type Cast, gatherCast } from './cast.ts'
import { probeDiskSync } from './disk-sync.ts'

/** A server in a process of its own, on an empty folder, and everybody who talks through it. */
export interface Stage extends AsyncDisposable {
  server: ServerProcess
  cast: Cast
  /** How long the folder's disk takes to sync one block, measured before the server starts. */
  diskSync: Latency
}

export interface StageOptions {
  visitors: number
  agents: number
  /** The server writes CPU profiles of its threads there when it ends. */
  profileFolder: string | undefined
}

/**
 * Sets the scene with the server's own defaults: no limit is lifted for a measurement. An interrupt
 * takes everything down before the process ends.
 */
export async function setStage(options: StageOptions): Promise<Stage> {
  await using opened = new AsyncDisposableStack()
  let owner = opened
  const interrupted = () => {
    void owner.disposeAsync().finally(() => process.exit(130))
  }
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  opened.defer(() => {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
  })
  const folder = opened.use(await temporaryFolder())
  const syncs = createHistogram()
  probeDiskSync(folder.path, syncs)
  const { channelId, emails } = await hireStaff(folder.path, options.agents)
  const { profileFolder } = options
  const server = opened.use(
    await startProcess('start', folder.path, {
      ...(profileFolder === undefined
        ? {}
        : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` }),
    }),
  )
  const { url } = server
  const cast = opened.use(await gatherCast({ url, channelId, emails, visitors: options.visitors }))
  const closing = opened.move()
  owner = closing
  return {
    server,
    cast,
    diskSync: toLatency(syncs),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
