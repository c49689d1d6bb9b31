import { parseArgs } from 'node:util'
import { type StandInMake, startStandIn } from './stand-in.ts'

const makes: readonly StandInMake[] = ['coze', 'fastgpt', 'dify', 'openai', 'maxkb', 'ragflow']

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7101' },
    'first-delay-ms': { type: 'string', default: '300' },
    'between-ms': { type: 'string', default: '30' },
  },
})

// One after the other, from the given port on.
for (const [index, make] of makes.entries()) {
  const standIn = await startStandIn(make, {
    port: Number(values.port) + index,
    script: (request) => ({
      firstDelayMs: Number(values['first-delay-ms']),
      betweenMs: Number(values['between-ms']),
      text: `我是 ${make} 的替身。You asked: ${questionOf(request.body)}`,
      citations: [{ title: 'FAQ.md', text: '退款 1-3 个工作日到账' }],
      suggestions: ['如何申请退款？'],
    }),
  })
  console.log(`${make.padEnd(8)} ${standIn.baseUrl}`)
}

/** The last words of whoever asks, wherever the make puts them. */
function questionOf(body: Record<string, unknown>): string {
  const messages = body.messages ?? body.additional_messages
  const last = Array.isArray(messages) ? messages.at(-1)?.content : undefined
  const inputs = body.inputs as Record<string, unknown> | undefined
  return String(last ?? body.question ?? body.message ?? body.query ?? inputs?.query)
}
