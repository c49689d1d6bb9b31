import { ModelError } from './model-error.ts'

const DEPTH_MAX = 32
/** Values outside typed lists; bounds the memory that a small file can ask for. */
const VALUES_MAX = 4_000_000

const sizes: Record<string, number> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 }

/**
 * Reads Universal Binary JSON, the part of it that XGBoost writes: objects, lists (plain, counted
 * and typed), text, numbers, true, false, null. Each length is held against the bytes that are left
 * before anything is made of it. Typed lists become typed arrays. Throws `ModelError`.
 */
export function parseUbjson(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let at = 0
  let values = 0

  const root = value(0, marker())
  if (at !== bytes.length) throw refusal(`${bytes.length - at} bytes follow the document's end`)
  return root

  function refusal(problem: string): ModelError {
    return new ModelError(`byte ${at}`, problem)
  }

  function need(count: number): void {
    if (count > bytes.length - at) throw refusal('the file ends in the middle of a value')
  }

  function marker(): string {
    need(1)
    return String.fromCharCode(bytes[at++]!)
  }

  function number(type: string): number {
    const size = sizes[type]
    if (size === undefined) throw refusal(`"${printable(type)}" is no type of number`)
    need(size)
    at += size
    return read(type, at - size)
  }

  function read(type: string, offset: number): number {
    switch (type) {
      case 'i':
        return view.getInt8(offset)
      case 'U':
        return view.getUint8(offset)
      case 'I':
        return view.getInt16(offset)
      case 'l':
        return view.getInt32(offset)
      case 'd':
        return view.getFloat32(offset)
      case 'D':
        return view.getFloat64(offset)
      default: {
        const wide = view.getBigInt64(offset)
        if (BigInt.asIntN(53, wide) !== wide) throw refusal('a whole number is too large')
        return Number(wide)
      }
    }
  }

  function length(type = marker()): number {
    if (type === 'd' || type === 'D') throw refusal('a length is no whole number')
    const count = number(type)
    if (count < 0) throw refusal('a length is negative')
    return count
  }

  function text(size: number): string {
    need(size)
    at += size
    try {
      return utf8.decode(bytes.subarray(at - size, at))
    } catch {
      throw refusal('a text is no UTF-8')
    }
  }

  function value(depth: number, type: string): unknown {
    if (depth > DEPTH_MAX) throw refusal(`the file nests deeper than ${DEPTH_MAX} levels`)
    if (++values > VALUES_MAX) throw refusal(`the file holds more than ${VALUES_MAX} values`)
    switch (type) {
      case '{':
        return object(depth)
      case '[':
        return list(depth)
      case 'S':
        return text(length())
      case 'T':
        return true
      case 'F':
        return false
      case 'Z':
        return null
      default:
        return number(type)
    }
  }

  function object(depth: number): Record<string, unknown> {
    const members: Record<string, unknown> = Object.create(null)
    for (;;) {
      const type = marker()
      if (type === '}') return members
      const key = text(length(type))
      if (key in members) throw refusal(`the key "${key.slice(0, 60)}" stands twice in one object`)
      members[key] = value(depth + 1, marker())
    }
  }

  function list(depth: number): unknown {
    const first = marker()
    if (first === '$') return typed(marker())
    const entries: unknown[] = []
    if (first === '#') {
      const count = length()
      // The least that a value takes is a byte.
      if (count > bytes.length - at) throw refusal('a list is longer than the file')
      for (let index = 0; index < count; index++) entries.push(value(depth + 1, marker()))
      return entries
    }
    for (let type = first; type !== ']'; type = marker()) entries.push(value(depth + 1, type))
    return entries
  }

  function typed(type: string): Float32Array | Float64Array | Int32Array {
    const size = sizes[type]
    if (size === undefined) throw refusal(`a list cannot be of the type "${printable(type)}"`)
    if (marker() !== '#') throw refusal('a typed list has no count')
    const count = length()
    if (count > (bytes.length - at) / size) throw refusal('a typed list is longer than the file')
    const isWide = type === 'D' || type === 'L'
    const out = new (isWide ? Float64Array : type === 'd' ? Float32Array : Int32Array)(count)
    for (let index = 0; index < count; index++) out[index] = read(type, at + index * size)
    at += count * size
    return out
  }
}

function printable(type: string): string {
  return type >= ' ' && type <= '~' ? type : `0x${type.charCodeAt(0).toString(16)}`
}
