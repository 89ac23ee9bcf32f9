import { expect, test } from 'vitest'
import { writingBehind } from './write-behind'

test('one page is written while the next is prepared, never two at once, and the last is awaited', async () => {
  const seen: string[] = []
  let finish = () => {}
  const write = (name: string) => async () => {
    seen.push(`${name} begins`)
    await new Promise<void>(resolve => {
      finish = resolve
    })
    seen.push(`${name} ends`)
  }
  const everything = writingBehind(async begin => {
    await begin(write('first'))
    seen.push('the next is prepared')
    const second = begin(write('second'))
    finish()
    await second
    seen.push('nothing is left')
    queueMicrotask(() => finish())
  })
  await everything
  expect(seen).toEqual([
    ...['first begins', 'the next is prepared', 'first ends', 'second begins'],
    ...['nothing is left', 'second ends'],
  ])
})

test('what a write throws ends the work, and nothing more is written', async () => {
  const seen: string[] = []
  const lost = writingBehind(async begin => {
    await begin(async () => {
      throw new Error('lost')
    })
    await begin(async () => void seen.push('written'))
  })
  await expect(lost).rejects.toThrow('lost')
  const lostAtTheEnd = writingBehind(begin =>
    begin(async () => {
      throw new Error('lost at the end')
    }),
  )
  await expect(lostAtTheEnd).rejects.toThrow('lost at the end')
  expect(seen).toEqual([])
})

test('what the work throws comes through once the write under way is over', async () => {
  const seen: string[] = []
  const broken = writingBehind(async begin => {
    await begin(async () => {
      await Promise.resolve()
      seen.push('written')
    })
    throw new Error('the reading broke')
  })
  await expect(broken).rejects.toThrow('the reading broke')
  expect(seen).toEqual(['written'])
})

test('as many pages are written at once as was said, and no more', async () => {
  const seen = { underWay: 0, most: 0 }
  await writingBehind(async begin => {
    for (let at = 0; at < 9; at++)
      await begin(async () => {
        seen.most = Math.max(seen.most, ++seen.underWay)
        await new Promise(setImmediate)
        seen.underWay--
      })
  }, 2)
  expect(seen).toEqual({ underWay: 0, most: 2 })
})
