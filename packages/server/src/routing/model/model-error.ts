/** A model or its data cannot be honoured; `field` is the path in the file, '' for all of it. */
export class ModelError extends Error {
  override name = 'ModelError'
  readonly field: string

  constructor(field: string, problem: string) {
    super(field === '' ? problem : `${field}: ${problem}`)
    this.field = field
  }
}
