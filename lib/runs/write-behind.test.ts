import { expect, test } from 'vitest'
import { writeBehind } from './write-behind'

test('one page is written while the next is prepared, and never two at once', async () => {
  const writer = writeBehind()
  const seen: string[] = []
  let finish = () => {}
  const write = (name: string) => async () => {
    seen.push(`${name} begins`)
    await new Promise<void>(resolve => {
      finish = resolve
    })
    seen.push(`${name} ends`)
  }
  await writer.begin(write('first'))
  seen.push('the next is prepared')
  const second = writer.begin(write('second'))
  finish()
  await second
  const end = writer.end()
  finish()
  await end
  expect(seen).toEqual(['first begins', 'the next is prepared', 'first ends', 'second begins', 'second ends'])
})

test('what a write throws comes to whoever waits next, once, and nothing more is written', async () => {
  const writer = writeBehind()
  let written = 0
  await writer.begin(async () => {
    throw new Error('lost')
  })
  const next = writer.begin(async () => {
    written += 1
  })
  await expect(next).rejects.toThrow('lost')
  await writer.end()
  expect(written).toBe(0)
})
