import { unreadable } from './unreadable.ts'

/** Problems of one file that are told at once. */
const TOLD_MAX = 20

/** Gathers what is wrong in a file, so that all of it can be mended in one go. */
export function createProblems() {
  const found: string[] = []
  return {
    add(place: string, problem: string): void {
      found.push(`${place}: ${problem}`)
    },
    /** @throws {Unreadable} when there are any. */
    end(): void {
      if (found.length === 0) return
      const more = found.length > TOLD_MAX ? `\n… and ${found.length - TOLD_MAX} more.` : ''
      throw unreadable(`${found.slice(0, TOLD_MAX).join('\n')}${more}`)
    },
  }
}

export type Problems = ReturnType<typeof createProblems>

/** A moment as imports write it: "2026-11-11", a time with its zone, or epoch milliseconds. */
export function parseMoment(written: unknown): number | null | undefined {
  if (written === null || written === undefined || written === '') return null
  if (typeof written === 'number')
    return Number.isSafeInteger(written) && written >= 0 ? written : undefined
  const text = String(written)
  if (/^\d{12,14}$/.test(text)) return Number(text)
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/.test(text))
    return undefined
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? undefined : moment
}
