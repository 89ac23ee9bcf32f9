import type { AgentResult, AgentRow } from './agent/measure-agent'
import { aimsTable } from './aims'
import type { Table } from './layout'
import type { QuickResult } from './quick/measure-quick'
import type { SizeResult } from './size-result'
import type { Result } from './table'

export function tablesOf({ size, rows, quick, runs, agent }: SizeResult): Table[] {
  const people = `${count(size)} people`
  return [
    ...(rows.length > 0 ? [rowsTable(`${people}, everything read`, rows)] : []),
    ...(quick.length > 0 ? [quickTable(`${people}, some of them changed`, quick)] : []),
    ...(agent ? [agentTable(`${people}, read through an agent`, agent.rows), idleTable(agent)] : []),
    ...runs.map(table => rowsTable(`${people}, ${table.title.toLowerCase()}`, table.rows)),
  ]
}

/** What shows only beside other sizes, and what was aimed at. */
export function tablesOfAll(results: readonly SizeResult[], row: string): Table[] {
  const sizes = results.filter(({ rows }) => rows.length > 0)
  const aims = aimsTable(results)
  return [...(sizes.length > 1 ? [sizesTable(sizes, row)] : []), ...(aims.lines.length > 0 ? [aims] : [])]
}

/** Whatever was done side by side; bytes where a directory was read. */
function rowsTable(title: string, results: readonly Result[]): Table {
  const isRead = results.some(({ bytes }) => bytes !== undefined)
  const head = ['', 'seconds (median)', 'people/s', 'of the limit', 'peak memory', 'checksum']
  const lines = results.map(result => [
    `${result.row}, ${result.about}`,
    seconds(result),
    result.valid ? count(result.peoplePerSecond) : 'void',
    result.valid && result.ratio > 0 ? times(result.ratio) : '–',
    memory(result),
    `${count(result.delivered.people)} · ${result.delivered.checksum.slice(0, 12)}`,
  ])
  if (!isRead) return { title, head, lines }
  const withBytes = (line: string[], cell: string) => [...line.slice(0, 4), cell, ...line.slice(4)]
  return {
    title,
    head: withBytes(head, 'MB read'),
    lines: lines.map((line, at) => withBytes(line, megabytes(results[at]?.bytes ?? 0))),
  }
}

const names = { full: 'full import', sweep: 'quick import, sweep', usn: 'quick import, uSNChanged' } as const

/** Quick imports beside full ones. */
const quickTable = (title: string, results: readonly QuickResult[]): Table => ({
  title,
  head: ['', 'changed', 'seconds (median)', 'of the full', 'MB read', 'of the full', 'peak memory', 'checksum'],
  lines: results.map(result => [
    names[result.way],
    count(result.changes),
    seconds(result),
    result.valid ? times(result.ratio) : 'void',
    megabytes(result.bytes),
    result.valid ? times(result.bytesRatio) : 'void',
    memory(result),
    `${count(result.staged.objects)} · ${result.staged.checksum.slice(0, 12)}`,
  ]),
})

const agentNames: Record<AgentRow['way'], string> = {
  cloud: 'the portal reads everything',
  agent: 'an agent reads everything',
  'cloud quickly': 'the portal reads what changed, uSNChanged',
  'agent quickly': 'an agent reads what changed, uSNChanged',
}

const agentTable = (title: string, rows: readonly AgentRow[]): Table => ({
  title,
  head: ['', 'seconds (median)', 'of the portal’s own', 'memory of the worker', 'of the agent', 'checksum'],
  lines: rows.map(row => [
    agentNames[row.way],
    seconds(row),
    row.valid ? times(row.ratio) : 'void',
    memory(row),
    row.agentMemory === null ? '–' : memory({ memory: row.agentMemory }),
    `${count(row.staged.objects)} · ${row.staged.checksum.slice(0, 12)}`,
  ]),
})

const idleTable = ({ idle }: AgentResult): Table => ({
  title: `${count(idle.agents)} agents that wait for work`,
  head: ['', 'statements a second', 'connections at work, on average', 'at most'],
  lines: [
    ['no agent', idle.without.toFixed(1), '–', '–'],
    ['all of them', idle.withAll.toFixed(1), idle.busy.toFixed(2), count(idle.mostBusy)],
  ],
})

/** One reader with ever more people. */
const sizesTable = (results: readonly SizeResult[], row: string): Table => ({
  title: `${row[0]?.toUpperCase()}${row.slice(1)}, ever more people`,
  head: ['people', 'seconds (median)', 'people/s', 'of the limit', 'MB read', 'peak memory'],
  lines: results.flatMap(({ size, rows }) =>
    rows
      .filter(result => result.row === row)
      .map(result => [
        count(size),
        seconds(result),
        result.valid ? count(result.peoplePerSecond) : 'void',
        times(result.ratio),
        megabytes(result.bytes ?? 0),
        memory(result),
      ]),
  ),
})

const count = (value: number) => Math.round(value).toLocaleString('en-US')
const times = (ratio: number) => `${ratio.toFixed(2)}×`
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)
const memory = (result: { memory: number }) => `${Math.round(result.memory)} MB`

function seconds(result: { median: number; seconds: readonly number[] }): string {
  const sorted = [...result.seconds].sort((one, other) => one - other)
  return `${result.median.toFixed(2)} (${sorted.map(value => value.toFixed(2)).join(' ')})`
}
