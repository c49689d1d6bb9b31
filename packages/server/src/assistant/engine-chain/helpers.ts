import type { Embedder } from '../../knowledge/index.ts'
import { askForJson, EngineError, type EngineEvent, isUnsent } from '../engines/index.ts'
import type { Privacy } from '../privacy/index.ts'
import type { Ask, EngineRequest } from './ask.ts'
import type { EngineChain, LiveEngine } from './engine-chain.ts'

/** How long vectors may take; a search goes on without them. */
const EMBED_MS_MAX = 10_000

/**
 * An answer as a whole, for what nobody watches being written: rewriting, summaries, translations.
 * Rejects like `ask`.
 */
export async function complete(
  ask: Ask,
  request: EngineRequest,
  signal: AbortSignal,
): Promise<string> {
  let text = ''
  for await (const reply of ask(request, signal)) {
    if (reply.type === 'asking' || reply.type === 'restart') text = ''
    if (reply.type === 'text') text += reply.text
    if (reply.type === 'handoff')
      throw new EngineError('engine_error', 'The engine gave no answer.')
  }
  return text.trim()
}

/** An answer in JSON of the form that was asked for; the form itself is the caller's to check. */
export async function completeJson(
  ask: Ask,
  request: EngineRequest & { answerForm: { name: string; schema: object } },
  signal: AbortSignal,
): Promise<unknown> {
  const engine = {
    async *ask(): AsyncGenerator<EngineEvent, void, undefined> {
      for await (const reply of ask(request, signal)) {
        if (reply.type === 'asking' || reply.type === 'restart') yield { type: 'replace', text: '' }
        if (reply.type === 'text') yield reply
      }
      yield { type: 'done' }
    },
  }
  const { text, answerForm, causedById: userId } = request
  return await askForJson(engine, { text, userId, answerForm }, signal)
}

/**
 * The workspace's embedding engine: the first that is switched on and has an embedding model. What
 * is personal in a text stays here.
 */
export function embedderOf(
  chain: Pick<EngineChain, 'of'>,
  privacy: Pick<Privacy, 'redaction' | 'note'>,
  workspaceId: string,
): Embedder | undefined {
  const engine = chain.of(workspaceId).find((one) => modelOf(one) !== '')
  if (engine === undefined) return undefined
  return {
    model: `${engine.id} ${modelOf(engine)}`,
    async embed(texts) {
      const redactions: Record<string, number> = {}
      const redaction = engine.rules.hidesPersonal
        ? await privacy.redaction(workspaceId, [])
        : undefined
      const leaving = texts.map((text) => redaction?.redact(text, redactions) ?? text)
      const sent = leaving.join('\n')
      let hasLeft = true
      try {
        return await engine.guarded.embed(leaving, AbortSignal.timeout(EMBED_MS_MAX))
      } catch (error) {
        hasLeft = !isUnsent(error)
        throw error
      } finally {
        if (hasLeft) {
          privacy.note({
            workspaceId,
            engineId: engine.id,
            engineName: engine.setup.name,
            host: URL.parse(engine.setup.settings.baseUrl)?.host ?? '',
            conversationId: '',
            causedBy: 'system',
            causedById: '',
            bytes: Buffer.byteLength(sent),
            redactions,
            text: sent,
          })
        }
      }
    },
  }
}

function modelOf({ setup }: LiveEngine): string {
  return setup.make === 'openai' ? (setup.settings.embeddingModel ?? '') : ''
}
