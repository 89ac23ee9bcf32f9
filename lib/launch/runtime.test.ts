import { expect, it } from 'vitest'
import { isNewEnough } from './runtime.mjs'

it.each([
  ['22.12.0', true],
  ['26.10.0', true],
  ['22.11.9', false],
  ['20.20.2', false],
])('Node %s: %s', (version, enough) => expect(isNewEnough(version)).toBe(enough))
