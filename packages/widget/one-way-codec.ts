import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const folder = fileURLToPath(new URL('../protocol/src/generated/parley/v1/', import.meta.url))

type Direction = 'encode' | 'decode'

/**
 * Leaves out of the generated codec what a client never needs: it encodes client frames and
 * decodes server frames, and nothing the other way round. Saves a third of the codec. A codec of
 * another shape than expected fails the build.
 */
export function oneWayCodec(): Plugin {
  let kept = new Set<string>()
  return {
    name: 'one-way-codec',
    buildStart() {
      const methods = new Map(
        readdirSync(folder).flatMap((name) => [
          ...findMethods(readFileSync(`${folder}${name}`, 'utf8')),
        ]),
      )
      kept = new Set([
        ...reachable(methods, 'encode', 'ClientFrame'),
        ...reachable(methods, 'decode', 'ServerFrame'),
      ])
    },
    transform: {
      order: 'pre',
      handler(code, id) {
        if (!id.startsWith(folder)) return null
        let next = code
        for (const [method, body] of findMethods(code)) {
          if (!kept.has(method)) next = next.replace(body, '')
        }
        return { code: next, map: null }
      },
    },
  }
}

/** The codec's methods with their source, as "encode Post". */
function* findMethods(code: string): Iterable<[string, string]> {
  for (const [, name, body = ''] of code.matchAll(
    /^export const (\w+): MessageFns<\w+> = \{\n([\s\S]*?)^\};/gm,
  )) {
    for (const [method, direction] of body.matchAll(/^ {2}(encode|decode)\([\s\S]*?^ {2}\},\n/gm)) {
      yield [`${direction} ${name}`, method]
    }
  }
}

/** The method of this message, and of all that it is made of. */
function reachable(
  methods: ReadonlyMap<string, string>,
  direction: Direction,
  message: string,
  found = new Set<string>(),
): Set<string> {
  const method = `${direction} ${message}`
  const body = methods.get(method)
  if (body === undefined) throw new Error(`the generated codec has no "${method}"`)
  if (found.has(method)) return found
  found.add(method)
  for (const [, name = ''] of body.matchAll(new RegExp(`(\\w+)\\.${direction}\\(`, 'g'))) {
    reachable(methods, direction, name, found)
  }
  return found
}
