import type { Table } from './layout'
import { rowNames } from './runs/tables'
import type { SizeResult } from './size-result'
import type { Result } from './table'

type Aim = { aim: string; size: number; measured: number; unit: '×' | ' MB' | ' ms'; isMet: boolean }

/** What was to be reached, and what was. */
export function aimsOf(results: readonly SizeResult[]): Aim[] {
  return results.flatMap(({ size, rows, quick, runs }) => {
    const row = (name: string) => rows.find(result => result.row === name && result.valid)
    const [own, backstage] = [row('our import'), row('Backstage')]
    const sweeps = quick.filter(({ way, valid }) => way === 'sweep' && valid)
    const of = (aim: string, measured: number, unit: Aim['unit'], isMet: boolean): Aim => ({
      ...{ aim, size, measured, unit, isMet },
    })
    return [
      ...(own && own.ratio > 0
        ? [of('import at most 1.0× of ldapsearch and COPY', own.ratio, '×', own.ratio <= 1)]
        : []),
      ...(own && backstage ? [ahead(of, backstage.median / own.median)] : []),
      ...(own ? [of('import in less than 200 MB', own.memory, ' MB', own.memory < 200)] : []),
      ...sweeps.flatMap(({ changes, ratio, bytesRatio }) => [
        of(`sweep of ${changes} changes at most 0.7× of the full import's time`, ratio, '×', ratio <= 0.7),
        of(`sweep of ${changes} changes at most 0.1× of its bytes`, bytesRatio, '×', bytesRatio <= 0.1),
      ]),
      ...aimsOfRuns(runs.flatMap(table => table.rows).filter(({ valid }) => valid)).map(aim => ({ ...aim, size })),
    ]
  })
}

const atMost = (aim: string, limit: number) => (measured: number) => ({
  ...{ aim: `${aim} at most ${limit}×`, measured, unit: '×' as const, isMet: measured <= limit },
})
const runRatios = {
  [rowNames.first]: atMost('first run, of INSERT … ON CONFLICT', 3),
  [rowNames.second]: atMost('unchanged second run, of its import', 1.3),
  [rowNames.revert]: atMost('revert, of the run it takes back', 1.2),
  [rowNames.firstWith]: atMost('first run with row-level security, of the same without', 1.15),
  [rowNames.secondWith]: atMost('second run with row-level security, of the same without', 1.15),
}

function aimsOfRuns(rows: readonly Result[]): Omit<Aim, 'size'>[] {
  const ratios = Object.entries(runRatios).flatMap(([name, aim]) =>
    rows.filter(({ row }) => row === name).map(({ ratio }) => aim(ratio)),
  )
  const pages = rows.filter(({ row }) => row === rowNames.page).map(({ median }) => median * 1_000)
  const own = rows.filter(({ row }) => row === rowNames.first || row === rowNames.second)
  const memory = Math.max(0, ...own.map(result => result.memory))
  return [
    ...ratios,
    ...pages.map(measured => ({
      ...{ aim: 'a page of rows, p95, at most 150 ms', measured, unit: ' ms' as const, isMet: measured <= 150 },
    })),
    ...(own.length > 0
      ? [{ aim: 'runs in less than 400 MB', measured: memory, unit: ' MB' as const, isMet: memory < 400 }]
      : []),
  ]
}

const ahead = (of: (...aim: [string, number, Aim['unit'], boolean]) => Aim, times: number): Aim =>
  of('import and store at least 2.5× as fast as Backstage only reads', times, '×', times >= 2.5)

export const aimsTable = (results: readonly SizeResult[]): Table => ({
  title: 'Aims',
  head: ['', 'people', 'measured', ''],
  lines: aimsOf(results).map(({ aim, size, measured, unit, isMet }) => [
    aim,
    size.toLocaleString('en-US'),
    `${measured.toFixed(unit === '×' ? 2 : 0)}${unit}`,
    isMet ? 'met' : 'not met',
  ]),
})
