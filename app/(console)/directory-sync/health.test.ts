import { expect, test } from 'vitest'
import { health } from './health'

const active = { state: 'active' } as const
const draft = { state: 'draft' } as const

test('a connector that is not finished is not called healthy', () => {
  expect(health([draft], [])).toBe('setupUnfinished')
})

test('the first preview waits for a person', () => {
  expect(health([{ state: 'ready' }], [{ state: 'previewed', kind: 'preview' }])).toBe('firstApproval')
})

test('a finished synchronization is healthy, also when an older one failed', () => {
  expect(
    health(
      [active],
      [
        { state: 'finished', kind: 'synchronize' },
        { state: 'failed', kind: 'synchronize' },
      ],
    ),
  ).toBe('healthy')
})

test('the newest run decides: failed and held are not hidden by an older success', () => {
  const success = { state: 'finished', kind: 'synchronize' } as const
  expect(health([active], [{ state: 'failed', kind: 'synchronize' }, success])).toBe('failing')
  expect(health([active], [{ state: 'held', kind: 'synchronize' }, success])).toBe('held')
})

test('a cancelled run and a waiting preview do not hide that the last synchronization was held', () => {
  expect(
    health(
      [active],
      [
        { state: 'cancelled', kind: 'synchronize' },
        { state: 'previewed', kind: 'preview' },
        { state: 'held', kind: 'synchronize' },
      ],
    ),
  ).toBe('held')
})

test('while a run is at work, that is what is said', () => {
  expect(health([active], [{ state: 'applying', kind: 'approved' }])).toBe('running')
})

test('a paused connector is called paused, whatever its last run did; beside one that runs it does not hide that one', () => {
  const success = { state: 'finished', kind: 'synchronize' } as const
  expect(health([{ state: 'paused' }], [success])).toBe('paused')
  expect(health([{ state: 'paused' }, active], [success])).toBe('healthy')
  expect(health([{ state: 'paused' }], [{ state: 'held', kind: 'synchronize' }])).toBe('held')
})
