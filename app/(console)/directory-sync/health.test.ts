import { expect, test } from 'vitest'
import { health as healthOf } from './health'

const active = { state: 'active' } as const
const well = { noAgentLeft: false, messengerFailing: false }
const health = (connectors: Parameters<typeof healthOf>[0], runs: Parameters<typeof healthOf>[1]) =>
  healthOf(connectors, runs, well)
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

test('a connector that no agent is left for is not called healthy or at work, whatever its last run did', () => {
  const none = { ...well, noAgentLeft: true }
  for (const state of ['finished', 'failed', 'held', 'importing'] as const)
    expect(healthOf([active], [{ state, kind: 'synchronize' }], none)).toBe('noAgentLeft')
})

test('what does not arrive in the other Messenger is not healthy; a run that failed or waits is said before it', () => {
  const failing = { ...well, messengerFailing: true }
  const then = (state: 'finished' | 'failed' | 'held') => healthOf([active], [{ state, kind: 'synchronize' }], failing)
  expect(['finished' as const, 'failed' as const, 'held' as const].map(then)).toEqual([
    'messengerFailing',
    'failing',
    'held',
  ])
})
