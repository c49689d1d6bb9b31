/** What an engine is asked. Whatever stands here leaves the house: redact it before. */
export interface EngineQuestion {
  text: string
  /** The visitor, as a name that tells nothing and stays the same: engines keep memories by it. */
  userId: string
  /** What the engine itself called the conversation in its last `conversation` event. */
  conversationId?: string | undefined
  /**
   * What was said before, the oldest first. Engines that keep conversations themselves read it only
   * when they begin a new one.
   */
  earlier?: readonly EngineTurn[]
  /** How to speak and what about. Engines with a prompt of their own do not read it. */
  instructions?: string
  /** What we know of the matter, to answer from. Others than OpenAI's kind need a variable for it. */
  knowledge?: string
  /** Functions that the engine may ask us to call; only OpenAI's kind does. */
  tools?: readonly EngineTool[]
  /** The answer shall be JSON of this form. */
  answerForm?: { name: string; schema: object }
}

export type EngineTurn =
  | { by: 'visitor' | 'assistant'; text: string }
  | { by: 'tool'; call: ToolCall; result: string }

export interface EngineTool {
  name: string
  description: string
  /** JSON schema of what it is given. */
  parameters: object
}

export interface ToolCall {
  id: string
  name: string
  /** JSON, as the engine wrote it. */
  arguments: string
}

/** Something that the engine's own knowledge gave. */
export interface EngineCitation {
  id: string
  title: string
  text: string
  /** From 0 to 1, as the engine rates it; undefined when it does not. */
  score?: number | undefined
}

/**
 * What comes while an engine answers. `done` is the last one and comes exactly once, unless the
 * answer fails: then nothing comes after the error.
 */
export type EngineEvent =
  /** More of the answer. */
  | { type: 'text'; text: string }
  /** All text so far does not stand; this does. */
  | { type: 'replace'; text: string }
  /** All text of the answer is there; what still comes (suggestions) need not be waited for. */
  | { type: 'text_ended' }
  | { type: 'citation'; citation: EngineCitation }
  /** A question that the visitor may want to ask next. */
  | { type: 'suggestion'; text: string }
  | { type: 'tool'; call: ToolCall }
  /** The engine wants a person to take over. */
  | { type: 'handoff'; reason: string }
  /** The engine's name of the conversation: keep it for the next question. */
  | { type: 'conversation'; id: string }
  | { type: 'usage'; usage: Usage }
  | { type: 'done' }

export interface Usage {
  inputTokens: number
  outputTokens: number
}

/** One engine as it is set up. Safe to use for many questions at once. */
export interface Engine {
  readonly id: string
  readonly name: string
  /**
   * Asks, and gives the answer as it comes. Whoever stops reading or aborts the signal also stops
   * the engine. It rejects with an {@link EngineError}, or with the signal's reason.
   */
  ask(question: EngineQuestion, signal: AbortSignal): AsyncIterable<EngineEvent>
}

/** An event of a chain, with the engine that it comes from. */
export type ChainEvent =
  | EngineEvent
  /** This engine is asked now. Whatever an engine before it wrote does not stand. */
  | { type: 'asking'; engineId: string; engineName: string }
  /** It failed; the next one, if there is one, is asked. */
  | { type: 'failed'; engineId: string; engineName: string; error: Error }

/** Spent by one engine since midnight (UTC). Money in millionths of the workspace's currency. */
export interface Spent {
  calls: number
  tokens: number
  costMicros: number
}

/** Keeps what engines spend, so that a restart does not grant a budget twice. */
export interface SpendingBook {
  /** What was spent on that day ("2026-11-23"), or undefined when nothing is known. */
  read(engineId: string, day: string): Promise<Spent | undefined>
  /** Keeps the sum of the day so far. Failures are not the visitor's: it never throws. */
  write(engineId: string, day: string, spent: Spent): void
}

/** The way out, as `platform/outside` gives it. It must heed the signal. */
export type EngineFetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<Response>
