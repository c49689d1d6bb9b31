import { encodeText } from '../wire/post.ts'

/** Who is to answer: what was told before, the knowledge, or an engine. */
export type Kind = 'cached' | 'knowledge' | 'engine'

const things = [
  'kettle',
  'teapot',
  'grinder',
  'lamp',
  'umbrella',
  'backpack',
  'headset',
  'keyboard',
  'blanket',
  'bicycle',
]
const asked = [
  ['How long is the warranty of the', 'Two years from the day of delivery.'],
  ['How do I clean the', 'With warm water and a soft cloth.'],
  ['Which colours are there of the', 'Black, white and green.'],
  ['How heavy is the', 'Some 800 grams, box included.'],
] as const

interface Faq {
  question: string
  answer: string
}

const keepable: readonly Faq[] = things.flatMap((thing) =>
  asked.map(([question, answer]) => ({ question: `${question} ${thing}?`, answer })),
)

// With a telephone number in it, an answer is kept for nobody else: each is found anew.
const unkeepable: readonly Faq[] = things.map((thing, index) => ({
  question: `Who repairs a broken ${thing}?`,
  answer: `Our workshop does. Its telephone number is 1380013800${index}.`,
}))

/** The frequent questions of the shop, with their answers. */
export const faq: readonly Faq[] = [...keepable, ...unkeepable]

const repeated = keepable.map(({ question }) => encodeText(question))
const known = unkeepable.map(({ question }) => encodeText(question))

/**
 * The question with this number. A repeated one is told from the cache from the second time on, and
 * one for an engine is like no other.
 */
export function questionOf(kind: Kind, number: number): Buffer {
  if (kind === 'cached') return repeated[number % repeated.length] as Buffer
  if (kind === 'knowledge') return known[number % known.length] as Buffer
  const call = `Call me at 138${String(number % 100_000_000).padStart(8, '0')}.`
  return encodeText(`My neighbour's cat sings at night, what would your poet say? ${call}`)
}

/** 70 % repeated, 20 % from the knowledge, 10 % by an engine; spread evenly. */
export function mixedKind(number: number): Kind {
  const place = (number * 7) % 10
  return place === 0 ? 'engine' : place <= 2 ? 'knowledge' : 'cached'
}
