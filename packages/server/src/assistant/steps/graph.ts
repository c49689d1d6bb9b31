import type { Identities, Knowledge, PathAnswer } from '../../knowledge/index.ts'
import { fold } from '../../text/index.ts'
import { analyse, type Lexicon } from '../matching/index.ts'
import type { Findings, Outcome, Question, Step, StepOutput } from '../pipeline/index.ts'
import {
  dependsOnContext,
  type Finder,
  type Finding,
  type KnownIntent,
  type Understanding,
} from '../understanding/index.ts'
import { languageOf } from './language.ts'

/** How far back a thing may have been named that a question is about. */
const EARLIER_MAX = 3

export interface GraphStepPorts {
  graph: Pick<Knowledge['graph'], 'ask' | 'of' | 'mentions'>
  understanding: Pick<Understanding, 'finderOf' | 'lexiconOf'>
  /** Who asks, as far as it is proved. */
  identitiesOf(question: Question): Promise<Identities>
  /**
   * Has an engine choose the intent where the rules are not sure; undefined where the workspace
   * does not want that, or has no engine.
   */
  refine(
    question: Question,
    intents: readonly KnownIntent[],
    finding: Finding,
    output: StepOutput,
  ): Promise<Finding | undefined>
  now: () => number
}

/** Answers from the graph: what is wanted, and of what, becomes a path; the answer shows it. */
export function createGraphStep(ports: GraphStepPorts): Step {
  const { graph, understanding, identitiesOf, now } = ports

  /** The intent by what this person may name, or by an engine. */
  async function settle(
    question: Question,
    findings: Findings,
    identities: Identities,
    output: StepOutput,
  ): Promise<KnownIntent | undefined> {
    const finder = await understanding.finderOf(question.workspaceId)
    const finding = await findFor(question, finder, identities)
    const isSettled = findings.intent !== undefined || finding.entities.length === 0
    const refined = isSettled
      ? undefined
      : await ports.refine(question, finder.intents, finding, output)
    const { intent, confidence, by } = refined ?? finding
    if (intent !== undefined && intent.key !== findings.intent) {
      output.note(`${intent.key}, ${confidence.toFixed(2)}, ${by}`)
    }
    return intent
  }

  /** With one's own names, and those of what is read live, beside those that everybody may know. */
  async function findFor({ workspaceId, text }: Question, finder: Finder, identities: Identities) {
    const mentions = await graph.mentions(workspaceId, fold(text))
    if (identities.size === 0 && mentions.length === 0) return finder.find(text)
    const stored = await graph.of(workspaceId)
    const asking = { identities, now: now() }
    return finder.findWith(text, (folded) => [...stored.lookup(folded, asking), ...mentions])
  }

  return {
    name: 'graph',
    async run(question, findings, output) {
      const { workspaceId, text } = question
      const identities = await identitiesOf(question)
      const intent = await settle(question, findings, identities, output)
      if (intent === undefined) return undefined
      if (intent.isPeopleOnly) return { kind: 'handed_over', reason: 'people_only' }
      findings.intent = intent.key
      const locale = languageOf(text)
      const context = contextOf(question, understanding.lexiconOf(workspaceId))
      const answer = await graph.ask(
        workspaceId,
        { text, intent: intent.key, locale, context },
        identities,
        output.signal,
      )
      if (answer === undefined) {
        output.note(`${intent.key}: nothing known that may be told`)
        return undefined
      }
      output.note(answer.explanation)
      return toOutcome(answer)
    },
  }
}

function toOutcome({ text, explanation, sources, isPersonal, validUntil }: PathAnswer): Outcome {
  return {
    kind: 'answered',
    text,
    parts: { citations: [{ title: explanation, url: '', articleId: '' }], suggestions: [] },
    sources,
    isPersonal,
    validUntil,
  }
}

/** What was said before, for a question that names nothing by itself. */
function contextOf({ text, earlier }: Question, lexicon: Lexicon): readonly string[] | undefined {
  const analysis = analyse(text, lexicon)
  if (analysis.names !== '' || analysis.numbers !== '') return undefined
  return dependsOnContext(analysis, true) ? earlier.slice(-EARLIER_MAX) : []
}
