import { useTranslation } from 'react-i18next'

/** Milliseconds as they are read at a glance: "0.4 ms", "12 ms", "1.3 s". */
export function msText(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1_000) return `${Math.round(ms)} ms`
  return `${(ms / 1_000).toFixed(1)} s`
}

/** An amount of millionths of the workspace's currency: "0.0042". Never less exact than it is. */
export function costText(micros: number): string {
  const amount = micros / 1_000_000
  if (micros === 0) return '0'
  return amount >= 1 ? amount.toFixed(2) : amount.toPrecision(2)
}

const steps = ['person', 'cache', 'intent', 'graph', 'articles', 'engines', 'sorry'] as const
const results = ['passed', 'answered', 'handed_over', 'failed', 'dropped'] as const
const reasons = ['wanted', 'angry', 'not_helped', 'people_only', 'no_answer', 'failed'] as const

/** Words for what a trace calls by name; a name that nobody knows here stands for itself. */
export function useTraceWords() {
  const { t } = useTranslation('assistant')
  return {
    step(name: string): string {
      const known = steps.find((step) => step === name)
      return known === undefined ? name : t(`trace.step.${known}`)
    },
    result(name: string): string {
      const known = results.find((result) => result === name)
      return known === undefined ? name : t(`trace.result.${known}`)
    },
    reason(name: string): string {
      const known = reasons.find((reason) => reason === name)
      return known === undefined ? name : t(`trace.reason.${known}`)
    },
  }
}
