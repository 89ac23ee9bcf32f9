import type { FullReadReason } from '../watermark'

/** A quick import that can no longer be trusted ends with this; the answer to it is a full read. */
export class Doubt extends Error {
  override readonly name = 'Doubt'
  constructor(readonly because: FullReadReason) {
    super(because.code)
  }
}
