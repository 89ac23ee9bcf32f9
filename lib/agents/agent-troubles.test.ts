import { expect, test } from 'vitest'
import { newsOfAgents, type StandingTrouble } from './agent-troubles'

const now = new Date('2026-11-26T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const agent = (name: string, silent: number) => ({
  id: `id-${name}`,
  name,
  host: `${name}.corp.example`,
  lastContactAt: minutesAgo(silent),
})
const at = { now, offlineMinutes: 10, needed: true }
const standing = (event: StandingTrouble['event'], cause: string, hours = 1): StandingTrouble => ({
  ...{ id: `${event} ${cause}`, event, cause },
  lastAt: minutesAgo(hours * 60),
})
const nothing = { raise: [], over: [], back: null }

test('an agent that is only late is nothing to tell', () => {
  expect(newsOfAgents([agent('LON-1', 9)], [], at)).toEqual(nothing)
})

test('a spare that is gone is told with how many go on', () => {
  expect(newsOfAgents([agent('LON-1', 0), agent('LON-2', 11), agent('LON-3', 1)], [], at)).toEqual({
    ...nothing,
    raise: [
      {
        ...{ event: 'agent-offline', cause: 'id-LON-2' },
        because: [{ code: 'agent-silent', args: { agent: 'LON-2', host: 'LON-2.corp.example', minutes: 11, left: 2 } }],
      },
    ],
  })
})

test('when none is left that is one thing to tell, since the last of them was heard of', () => {
  expect(newsOfAgents([agent('LON-1', 30), agent('LON-2', 12)], [], at).raise).toEqual([
    {
      ...{ event: 'no-agent-left', cause: 'all' },
      because: [{ code: 'agents-silent', args: { agents: 'LON-1, LON-2', minutes: 12 } }],
    },
  ])
})

test('a connector whose last agent was revoked has none left either', () => {
  expect(newsOfAgents([], [], at).raise).toEqual([
    { event: 'no-agent-left', cause: 'all', because: [{ code: 'agents-none', args: {} }] },
  ])
})

test('what stands is not told again within a day, and is after it', () => {
  const agents = [agent('LON-1', 0), agent('LON-2', 600)]
  expect(newsOfAgents(agents, [standing('agent-offline', 'id-LON-2', 23)], at)).toEqual(nothing)
  expect(newsOfAgents(agents, [standing('agent-offline', 'id-LON-2', 25)], at).raise).toHaveLength(1)
})

test('a spare that was told stays told while the others go too, and is not taken for back', () => {
  const before = [standing('agent-offline', 'id-LON-2')]
  const news = newsOfAgents([agent('LON-1', 20), agent('LON-2', 90)], before, at)
  expect(news).toMatchObject({ over: [], back: null, raise: [{ event: 'no-agent-left' }] })
})

test('the first that is back ends that none was left, and those still away are spares that are gone', () => {
  const news = newsOfAgents([agent('LON-1', 0), agent('LON-2', 90)], [standing('no-agent-left', 'all')], at)
  expect(news).toMatchObject({
    over: ['no-agent-left all'],
    back: { event: 'agent-back', because: [{ args: { agent: 'LON-1' } }] },
    raise: [{ event: 'agent-offline', cause: 'id-LON-2' }],
  })
})

test('an agent that was revoked while it was away is over, and not called back', () => {
  const news = newsOfAgents([agent('LON-1', 0)], [standing('agent-offline', 'id-LON-2')], at)
  expect(news).toEqual({ ...nothing, over: ['agent-offline id-LON-2'] })
})

test('of a connector that nothing is read for, nothing is told, and what stood is over', () => {
  const news = newsOfAgents([agent('LON-1', 90)], [standing('no-agent-left', 'all')], { ...at, needed: false })
  expect(news).toEqual({ ...nothing, over: ['no-agent-left all'] })
})
