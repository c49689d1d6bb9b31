import type { ErrorBody } from '@parley/protocol/rest'

/** The reason that a refusal gives. */
export async function reasonOf(response: Response): Promise<string> {
  return ((await response.json()) as ErrorBody).reason
}

/** The body of an answer that must be no refusal. */
export async function answerOf<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`${response.status} ${response.url}`)
  return (await response.json()) as Answer
}
