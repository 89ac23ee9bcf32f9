import { inspect } from 'node:util'

const hidden = '***'

/** A password that only `reveal` shows: printed, logged, inspected or turned into JSON it is three stars. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The password itself, for the one place that sends it. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return hidden
  }

  toJSON(): string {
    return hidden
  }

  [inspect.custom](): string {
    return hidden
  }
}
