import type { AgentResult } from './agent/measure-agent'
import type { Table } from './layout'
import type { QuickResult } from './quick/measure-quick'
import { rowNames } from './runs/tables'
import type { SizeResult } from './size-result'
import type { Result } from './table'

/** What was to be reached, and what was. */
type Aim = { aim: string; measured: string; isMet: boolean }

export const aimsOf = (results: readonly SizeResult[]): (Aim & { size: number })[] =>
  results.flatMap(({ size, rows, quick, runs, agent }) =>
    [
      ...readerAims(rows.filter(({ valid }) => valid)),
      ...quickAims(quick),
      ...(agent ? agentAims(agent) : []),
      ...runAims(runs.flatMap(table => table.rows).filter(({ valid }) => valid)),
    ].map(aim => ({ size, ...aim })),
  )

function readerAims(rows: readonly Result[]): Aim[] {
  const find = (name: string) => rows.find(({ row }) => row === name)
  const [own, backstage] = [find('our import'), find('Backstage')]
  if (!own) return []
  const ahead = (backstage?.median ?? 0) / own.median
  const most = 'import and store at least 2.5× as fast as Backstage only reads'
  return [
    ...(own.ratio > 0 ? [ratio('import at most 1.0× of ldapsearch and COPY', own.ratio, 1)] : []),
    ...(backstage ? [{ aim: most, measured: times(ahead), isMet: ahead >= 2.5 }] : []),
    memory('import', own.memory, 200),
  ]
}

function quickAims(quick: readonly QuickResult[]): Aim[] {
  if (quick.length === 0) return []
  const sweeps = quick.filter(({ way, valid }) => way === 'sweep' && valid)
  return [
    memory('quick import', Math.max(...quick.map(result => result.memory)), 200),
    ...sweeps.flatMap(({ changes, ratio: ofTime, bytesRatio }) => [
      ratio(`sweep of ${changes} changes at most 0.7× of the full import's time`, ofTime, 0.7),
      ratio(`sweep of ${changes} changes at most 0.1× of its bytes`, bytesRatio, 0.1),
    ]),
  ]
}

function agentAims({ rows, idle }: AgentResult): Aim[] {
  const own = rows.filter(({ way, valid }) => way.startsWith('agent') && valid)
  const cost = idle.withAll - idle.without
  return [
    ...own.map(({ way, ratio: ofTime }) =>
      ratio(`reading through an ${way} at most 1.3× of the portal’s own`, ofTime, 1.3),
    ),
    ...(own.length > 0 ? [memory('an agent', Math.max(...own.map(({ agentMemory }) => agentMemory ?? 0)), 150)] : []),
    { aim: '1,000 idle agents at most 50 statements a second', measured: cost.toFixed(1), isMet: cost <= 50 },
    {
      aim: 'idle agents hold no connection',
      measured: `${idle.busy.toFixed(2)} at work on average`,
      isMet: idle.busy < 1,
    },
  ]
}

const ofRuns = [
  { row: rowNames.first, aim: 'first run, of INSERT … ON CONFLICT', most: 3 },
  { row: rowNames.second, aim: 'unchanged second run, of its import', most: 1.3 },
  { row: rowNames.revert, aim: 'revert, of the run it takes back', most: 1.2 },
  { row: rowNames.firstWith, aim: 'first run with row-level security, of the same without', most: 1.15 },
  { row: rowNames.secondWith, aim: 'second run with row-level security, of the same without', most: 1.15 },
]

function runAims(rows: readonly Result[]): Aim[] {
  const find = (name: string) => rows.filter(({ row }) => row === name)
  const own = [...find(rowNames.first), ...find(rowNames.second)]
  const pages = [...find(rowNames.page), ...find(rowNames.people)]
  return [
    ...ofRuns.flatMap(({ row, aim, most }) => find(row).map(one => ratio(`${aim} at most ${most}×`, one.ratio, most))),
    ...pages.map(({ row, median }) => ({
      aim: `${row}, p95, at most 150 ms`,
      measured: `${Math.round(median * 1_000)} ms`,
      isMet: median <= 0.15,
    })),
    ...(own.length > 0 ? [memory('runs', Math.max(...own.map(result => result.memory)), 400)] : []),
  ]
}

const times = (value: number) => `${value.toFixed(2)}×`
const ratio = (aim: string, value: number, most: number): Aim => ({ aim, measured: times(value), isMet: value <= most })

const memory = (what: string, megabytes: number, limit: number): Aim => ({
  aim: `${what} in less than ${limit} MB`,
  measured: `${Math.round(megabytes)} MB`,
  isMet: megabytes < limit,
})

export const aimsTable = (results: readonly SizeResult[]): Table => ({
  title: 'Aims',
  head: ['', 'people', 'measured', ''],
  lines: aimsOf(results).map(({ aim, size, measured, isMet }) => [
    ...[aim, size.toLocaleString('en-US'), measured, isMet ? 'met' : 'not met'],
  ]),
})
