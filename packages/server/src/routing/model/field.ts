import { ModelError } from './model-error.ts'

/** A value of a parsed document with its path, so that every refusal names where it stands. */
export class Field {
  readonly path: string
  readonly value: unknown

  constructor(path: string, value: unknown) {
    this.path = path
    this.value = value
  }

  /** The member `key`, or undefined where it is absent or null. */
  find(key: string): Field | undefined {
    if (!isRecord(this.value)) throw this.refusal('is no object')
    const value = Object.hasOwn(this.value, key) ? this.value[key] : undefined
    if (value === undefined || value === null) return undefined
    return new Field(this.path === '' ? key : `${this.path}.${key}`, value)
  }

  get(key: string): Field {
    const found = this.find(key)
    if (found !== undefined) return found
    throw new ModelError(this.path === '' ? key : `${this.path}.${key}`, 'is missing')
  }

  text(): string {
    if (typeof this.value === 'string') return this.value
    throw this.refusal('is no text')
  }

  /** XGBoost writes most whole numbers as text: "0" would be true, so nothing is read unparsed. */
  integer(max: number): number {
    const value = typeof this.value === 'string' ? parseWhole(this.value) : this.value
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw this.refusal('is no whole number')
    }
    if (value < 0 || value > max) throw this.refusal(`${value} lies outside 0 to ${max}`)
    return value
  }

  items(): unknown[] {
    if (Array.isArray(this.value)) return this.value
    if (ArrayBuffer.isView(this.value)) return Array.from(this.value as Float64Array)
    throw this.refusal('is no list')
  }

  /** A list of numbers, exactly `length` where that is given; booleans count as 0 and 1. */
  numbers(length?: number): ArrayLike<number> {
    const { value } = this
    if (!Array.isArray(value) && !ArrayBuffer.isView(value)) throw this.refusal('is no list')
    const list = value as ArrayLike<unknown>
    if (length !== undefined && list.length !== length) {
      throw this.refusal(`has ${list.length} entries instead of ${length}`)
    }
    if (!Array.isArray(value)) return list as ArrayLike<number>
    return value.map((entry, index) => {
      if (typeof entry === 'number') return entry
      if (typeof entry === 'boolean') return entry ? 1 : 0
      throw new ModelError(`${this.path}[${index}]`, 'is no number')
    })
  }

  texts(): string[] {
    return this.items().map((entry, index) => new Field(`${this.path}[${index}]`, entry).text())
  }

  refusal(problem: string): ModelError {
    return new ModelError(this.path, problem)
  }
}

function parseWhole(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value)
  )
}
