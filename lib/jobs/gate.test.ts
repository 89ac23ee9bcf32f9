import { expect, test } from 'vitest'
import { eachOf } from './each-of'
import { Gate } from './gate'

test('a gate lets so many in for each key, and again when somebody left', () => {
  const gate = new Gate(2)
  const [first, second] = [gate.enter('dc1'), gate.enter('dc1')]
  expect([first, second, gate.enter('dc1'), gate.enter('dc2')].map(leave => leave !== null)).toEqual([
    true,
    true,
    false,
    true,
  ])
  first?.()
  expect(gate.enter('dc1')).not.toBeNull()
  expect(gate.enter('dc1')).toBeNull()
})

test('one piece of work that fails keeps none of the others from being done, and is told', async () => {
  const done: number[] = []
  let [atWork, most] = [0, 0]
  const work = eachOf([1, 2, 3, 4, 5], 2, async item => {
    most = Math.max(most, ++atWork)
    await Promise.resolve()
    atWork--
    if (item === 2) throw new Error('two')
    done.push(item)
  })
  await expect(work).rejects.toThrow('two')
  expect(done).toEqual([1, 3, 4, 5])
  expect(most).toBe(2)
})
