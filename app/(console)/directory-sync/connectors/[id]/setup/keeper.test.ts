import { expect, test } from 'vitest'
import type { Keeping } from './desk'
import { createKeeper } from './keeper'

/** A keeper that writes down what it was asked to keep; `answers` are taken one after the other, then everything is kept. */
function keeping(parts: { saved?: string | null; answers?: (Keeping | Promise<Keeping>)[] } = {}) {
  const sent: (string | null)[] = []
  const answers = [...(parts.answers ?? [])]
  const keeper = createKeeper({
    first: 'a',
    saved: parts.saved === undefined ? 'a' : parts.saved,
    send: async text => {
      sent.push(text)
      return (await answers.shift()) ?? (text === null ? null : { at: '14:02' })
    },
  })
  return { keeper, sent }
}

test('what is typed is kept once, and nothing is asked where nothing was typed', async () => {
  const { keeper, sent } = keeping()
  expect(await keeper.keep()).toBeUndefined()
  keeper.type('ab')
  expect(keeper.isKept()).toBe(false)
  expect(await keeper.keep()).toEqual({ at: '14:02' })
  expect(await keeper.keep()).toBeUndefined()
  expect(sent).toEqual(['ab'])
})

test('whoever types back what is saved leaves nothing kept', async () => {
  const { keeper, sent } = keeping()
  keeper.type('ab')
  await keeper.keep()
  keeper.type('a')
  expect(await keeper.keep()).toBeNull()
  expect(sent).toEqual(['ab', null])
})

test('a form that began with what was typed before keeps that until something else is typed', async () => {
  const { keeper, sent } = keeping({ saved: null })
  await keeper.keep()
  keeper.type('ab')
  await keeper.keep()
  keeper.type('a')
  await keeper.keep()
  expect(sent).toEqual(['ab', 'a'])
})

test('while a step is saved nothing is kept, and what was saved is not kept afterwards', async () => {
  const { keeper, sent } = keeping()
  keeper.type('ab')
  keeper.hold()
  expect(await keeper.keep()).toBeUndefined()
  expect(await keeper.release(true)).toBeUndefined()
  expect(sent).toEqual([])
})

test('what is typed while a step is saved is kept after it, and typed back it is let go of', async () => {
  const { keeper, sent } = keeping()
  keeper.type('ab')
  keeper.hold()
  keeper.type('abc')
  await keeper.keep()
  await keeper.release(true)
  keeper.type('ab')
  await keeper.keep()
  expect(sent).toEqual(['abc', null])
})

test('what could not be saved is kept, as it stands by then', async () => {
  const { keeper, sent } = keeping()
  keeper.type('ab')
  keeper.hold()
  keeper.type('abc')
  expect(await keeper.release(false)).toEqual({ at: '14:02' })
  expect(sent).toEqual(['abc'])
})

test('what was kept before it could not be saved is kept again: a save elsewhere may have let go of it', async () => {
  const { keeper, sent } = keeping({ saved: null })
  keeper.hold()
  expect(await keeper.release(false)).toEqual({ at: '14:02' })
  expect(await keeper.keep()).toBeUndefined()
  expect(sent).toEqual(['a'])
})

test.each<[string, Keeping]>([
  ['nobody answered', 'failed'],
  ['the session had ended', 'signed-out'],
  ['it was refused', { refused: 'Too much.' }],
])('what could not be kept because %s is kept the next time, though nothing else was typed', async (_, answer) => {
  const { keeper, sent } = keeping({ answers: [answer] })
  keeper.type('ab')
  expect(await keeper.keep()).toEqual(answer)
  expect(keeper.isKept()).toBe(false)
  expect(await keeper.keep()).toEqual({ at: '14:02' })
  expect(sent).toEqual(['ab', 'ab'])
})

test('a failure that is heard of after something newer was kept takes nothing back', async () => {
  const late = Promise.withResolvers<Keeping>()
  const { keeper, sent } = keeping({ answers: [late.promise] })
  keeper.type('ab')
  const first = keeper.keep()
  expect(keeper.isKept(), 'it is under way').toBe(false)
  keeper.type('abc')
  await keeper.keep()
  late.resolve('failed')
  expect(await first).toBe('failed')
  expect(await keeper.keep()).toBeUndefined()
  expect(sent).toEqual(['ab', 'abc'])
})
