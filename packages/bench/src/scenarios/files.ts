import type { Crew } from '../load/crew.ts'
import { gatherCrews } from '../load/crews.ts'
import { setStage } from '../load/stage.ts'
import { checkFiles, createUploads } from '../load/upload.ts'
import { toLatency } from '../report/latency.ts'
import { reportOffered } from '../report/offered.ts'
import { round } from '../report/report.ts'
import { toLine } from '../report/table.ts'
import type { Scenario } from './scenario.ts'

/** Bytes of a file. */
const SIZE = 16_384

/** Visitors who upload at once, each the next file as soon as the last one is answered. */
const AT_ONCE = 64

/** Visitors whose files are loaded again and compared. */
const SAMPLE = 20

/** A visitor sends 20 frames a second and 256 MB an hour by default: fewer than 64 can upload. */
const settings = {
  PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '1000000',
  PARLEY_FILES_VISITOR_BYTES_PER_HOUR_MAX: '1099511627776',
}

/** Visitors send files; each is on disk before its message is, and that before its ack. */
export const files: Scenario = {
  about: 'files of 16 KB at a rate, then 64 visitors who upload at once; a sample is loaded again',
  defaults: { rate: 1_000, seconds: 15, warmUpSeconds: 3, visitors: 400, agents: 10 },
  async run(load, { profileFolder }) {
    await using stage = await setStage({ ...load, profileFolder, settings })
    const { server, staff } = stage
    const { rate, seconds, visitors } = load
    const send = createUploads(SIZE)
    const generators = 1
    const crew = { url: server.url, serverPid: server.pid, ...staff, visitors, generators, send }
    await using crews = await gatherCrews(crew)
    const offered = await crews.offer([
      { rate, seconds: load.warmUpSeconds },
      { rate, seconds },
    ])
    const clients = Math.min(AT_ONCE, visitors)
    const atOnce = await crews.offer({ visitors: clients, seconds })
    const { cast } = crews.here as Crew
    const agent = cast.agents[0] as Crew['cast']['agents'][number]
    const check = await checkFiles(server.url, agent.peer, cast.visitors.slice(0, SAMPLE), SIZE)

    const told = { scenario: 'files', stage, offeredPerS: rate, load, generators }
    const { report, rows } = reportOffered({ ...offered, tally: atOnce.tally }, told)
    const atOncePerS = Math.round(atOnce.carried / atOnce.measured.seconds)
    const atOnceMs = toLatency(atOnce.receipts)
    const serverUs = round((atOnce.measured.server.cpuS / Math.max(1, atOnce.carried)) * 1e6, 1)
    return {
      rows: [
        ['files', `${SIZE} bytes each`],
        [`${clients} at once`, `${atOncePerS} files/s, server CPU ${serverUs} µs a file`],
        ['  send to receipt', toLine(atOnceMs)],
        ['loaded again', `${check.loaded} files, ${check.wrong} of them wrong`],
        ...rows,
      ],
      report: {
        ...report,
        // A file with other bytes is a lost one.
        lost: report.lost + check.wrong,
        file_bytes: SIZE,
        at_once: {
          visitors: clients,
          carried_per_s: atOncePerS,
          latency_ms: atOnceMs,
          server_us: serverUs,
        },
        checked: check,
        runs: [{ title: `${clients} visitors at once`, series: atOnce.series }],
      },
    }
  },
}
