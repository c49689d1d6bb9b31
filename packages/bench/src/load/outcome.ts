import { decodeFromCompressedBase64, type Histogram } from 'hdr-histogram-js'
import type { Tally } from './ledger.ts'
import { sumWindows, type Window } from './windows.ts'

/** A time in which messages are due at one rate. */
export interface Phase {
  /** Messages a second. */
  rate: number
  seconds: number
}

/** So many visitors who each send the next message as soon as the last one is answered. */
export interface AtOnce {
  visitors: number
  seconds: number
}

/** What is offered: phases of an open loop, the first of which only warms up, or a closed loop. */
export type Plan = readonly Phase[] | AtOnce

/** What became of an offer, as it goes from one process to another. */
export interface Outcome {
  /** Of everything since the crew came together. */
  tally: Tally
  /** Due within the measured time, and delivered within it. */
  carried: number
  /** Latency from due to the agent's receipt and to the visitor's ack, encoded. */
  receipts: string
  acks: string
  /** From the beginning of the measured time. */
  windows: Window[]
  /** How many were refused, by reason. */
  refused: Record<string, number>
  /** How often agents were told to fetch. */
  behind: number
  /** Processor time of the generator within the measured time, in seconds. */
  cpuS: number
}

/** What became of an offer that several crews shared. */
export interface Merged extends Omit<Outcome, 'receipts' | 'acks'> {
  receipts: Histogram
  acks: Histogram
}

/** Sums up what crews that offered at the same time have to tell; there is at least one. */
export function mergeOutcomes(outcomes: readonly Outcome[]): Merged {
  const sum = (read: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + read(outcome), 0)
  const refused: Record<string, number> = {}
  for (const outcome of outcomes) {
    for (const [reason, count] of Object.entries(outcome.refused)) {
      refused[reason] = (refused[reason] ?? 0) + count
    }
  }
  return {
    tally: {
      sent: sum(({ tally }) => tally.sent),
      refused: sum(({ tally }) => tally.refused),
      lost: sum(({ tally }) => tally.lost),
      doubled: sum(({ tally }) => tally.doubled),
      outOfOrder: sum(({ tally }) => tally.outOfOrder),
    },
    carried: sum(({ carried }) => carried),
    receipts: mergeHistograms(outcomes.map(({ receipts }) => receipts)),
    acks: mergeHistograms(outcomes.map(({ acks }) => acks)),
    windows: sumWindows(outcomes.map(({ windows }) => windows)),
    refused,
    behind: sum(({ behind }) => behind),
    cpuS: sum(({ cpuS }) => cpuS),
  }
}

function mergeHistograms(encoded: readonly string[]): Histogram {
  const [first, ...others] = encoded.map((one) => decodeFromCompressedBase64(one))
  for (const other of others) first?.add(other)
  return first as Histogram
}
