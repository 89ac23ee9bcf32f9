import { expect, test } from 'vitest'
import { OftenSeen } from './often-prepared'

test('a statement is one that comes often from its third time on', () => {
  const often = new OftenSeen()
  expect([1, 2, 3, 4].map(() => often.see('select 1'))).toEqual([false, false, true, true])
})

test('texts that never come again neither add up nor take the place of those that do', () => {
  const often = new OftenSeen()
  for (let at = 0; at < 10_000; at++) expect(often.see(`select ${at}`)).toBe(false)
  expect([1, 2, 3].map(() => often.see('select'))).toEqual([false, false, true])
})

test('there is an end to how many there are, and how long', () => {
  const often = new OftenSeen()
  const texts = Array.from({ length: 1_000 }, (_, at) => `select ${at}`)
  for (const text of [...texts, ...texts, ...texts]) often.see(text)
  expect(texts.toReversed().filter(text => often.see(text))).toHaveLength(300)
  const long = new OftenSeen()
  expect([1, 2, 3].map(() => long.see('x'.repeat(5_000)))).toEqual([false, false, false])
})

test('what has not come for long makes room for what comes now, and never what comes all along', () => {
  const often = new OftenSeen()
  const thrice = (text: string) => [1, 2, 3].map(() => often.see(text)).at(-1)
  expect(thrice('select')).toBe(true)
  for (let at = 0; at < 1_000; at++) {
    expect(thrice(`select ${at}`)).toBe(true)
    expect(often.see('select')).toBe(true)
  }
  expect(often.see('select 0')).toBe(false)
})
