const masked = '***'
const inspect = Symbol.for('nodejs.util.inspect.custom')

/** A value that shows itself to nobody by accident: printed, logged, joined to text or put into JSON it is `***`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself; call it where it is sent, and nowhere before. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return masked
  }

  toJSON(): string {
    return masked
  }

  [Symbol.toPrimitive](): string {
    return masked
  }

  [inspect](): string {
    return masked
  }
}
