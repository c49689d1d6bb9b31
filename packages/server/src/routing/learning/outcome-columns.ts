import { FEATURES, type LearntOutcome } from '../prediction/index.ts'

/**
 * Outcomes in columns: a hundred thousand objects would hold up whoever passes them to a thread,
 * these buffers change hands at once.
 */
export interface OutcomeColumns {
  count: number
  agentIds: string[]
  topics: string[]
  agent: Int32Array
  topic: Int32Array
  active: Int32Array
  assignedAt: Float64Array
  firstReplyMs: Float64Array
  handleMs: Float64Array
  /** Bit 1: the first reply is censored; bit 2: handling is; bit 4: there are features. */
  flags: Uint8Array
  features: Float32Array
}

const WIDTH = FEATURES.length

/** Room for so many outcomes. */
export function createColumns(rowsMax: number) {
  const columns: OutcomeColumns = {
    count: 0,
    agentIds: [],
    topics: [],
    agent: new Int32Array(rowsMax),
    topic: new Int32Array(rowsMax),
    active: new Int32Array(rowsMax),
    assignedAt: new Float64Array(rowsMax),
    firstReplyMs: new Float64Array(rowsMax),
    handleMs: new Float64Array(rowsMax),
    flags: new Uint8Array(rowsMax),
    features: new Float32Array(rowsMax * WIDTH),
  }
  const agents = new Map<string, number>()
  const topics = new Map<string, number>()

  function number(of: Map<string, number>, names: string[], name: string): number {
    const known = of.get(name)
    if (known !== undefined) return known
    of.set(name, names.length)
    return names.push(name) - 1
  }

  return {
    columns,
    add(outcome: LearntOutcome): void {
      const row = columns.count
      columns.count += 1
      columns.agent[row] = number(agents, columns.agentIds, outcome.agentId)
      columns.topic[row] = number(topics, columns.topics, outcome.topic)
      columns.active[row] = outcome.active
      columns.assignedAt[row] = outcome.assignedAt
      columns.firstReplyMs[row] = outcome.firstReplyMs
      columns.handleMs[row] = outcome.handleMs
      const hasFeatures = outcome.features.length === WIDTH
      columns.flags[row] =
        (outcome.isFirstReplyCensored ? 1 : 0) |
        (outcome.isHandleCensored ? 2 : 0) |
        (hasFeatures ? 4 : 0)
      if (hasFeatures) columns.features.set(outcome.features, row * WIDTH)
    },
  }
}

/** The outcomes again; their features are views of the columns. */
export function fromColumns(columns: OutcomeColumns): LearntOutcome[] {
  const none = new Float32Array(0)
  return Array.from({ length: columns.count }, (_, row) => {
    const flags = columns.flags[row]!
    return {
      agentId: columns.agentIds[columns.agent[row]!]!,
      topic: columns.topics[columns.topic[row]!]!,
      assignedAt: columns.assignedAt[row]!,
      active: columns.active[row]!,
      firstReplyMs: columns.firstReplyMs[row]!,
      isFirstReplyCensored: (flags & 1) !== 0,
      handleMs: columns.handleMs[row]!,
      isHandleCensored: (flags & 2) !== 0,
      features:
        (flags & 4) === 0 ? none : columns.features.subarray(row * WIDTH, (row + 1) * WIDTH),
    }
  })
}

/** The buffers that may change hands. */
export function buffersOf(columns: OutcomeColumns): ArrayBuffer[] {
  return Object.values(columns).flatMap((column) =>
    ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [],
  )
}
