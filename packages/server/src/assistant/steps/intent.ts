import type { Outcome, Question, Step, StepOutput } from '../pipeline/index.ts'
import type { Finder, Understanding } from '../understanding/index.ts'

/**
 * Finds out what the visitor wants, by the workspace's own words and rules; nothing leaves. What is
 * people's business goes to people, before anything else could answer it.
 */
export function createIntentStep({ finderOf }: Pick<Understanding, 'finderOf'>): Step {
  function look(
    finder: Finder,
    { text }: Question,
    findings: Parameters<Step['run']>[1],
    output: StepOutput,
  ): Outcome | undefined {
    const { intent, confidence, by } = finder.find(text)
    if (intent === undefined) return undefined
    output.note(`${intent.key}, ${confidence.toFixed(2)}, ${by}`)
    if (intent.isPeopleOnly) return { kind: 'handed_over', reason: 'people_only' }
    findings.intent = intent.key
    return undefined
  }

  return {
    name: 'intent',
    run(question, findings, output) {
      const finder = finderOf(question.workspaceId)
      if (finder instanceof Promise) {
        return finder.then((loaded) => look(loaded, question, findings, output))
      }
      return look(finder, question, findings, output)
    },
  }
}
