import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyField } from './snapshots-copy'

test('a field of COPY never ends its field or row, and reads back as it was', () => {
  const plain: Record<string, string> = { '\\\\': '\\', '\\t': '\t', '\\n': '\n', '\\r': '\r' }
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\\', '\t', '\n', '\r', 'N', '.', 't', 'ü', '"') }), text => {
      const field = copyField(text)
      expect(field).not.toMatch(/[\t\n\r]/)
      expect(field).not.toBe('\\N')
      expect(field.replace(/\\[\\tnr]/g, escaped => plain[escaped] ?? '')).toBe(text)
    }),
    { numRuns: 500, seed: 20_260_101 },
  )
})

test('null is COPY’s null', () => {
  expect(copyField(null)).toBe('\\N')
})
