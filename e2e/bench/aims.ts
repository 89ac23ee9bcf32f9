import type { Table } from './layout'
import type { SizeResult } from './size-result'

type Aim = { aim: string; size: number; measured: number; unit: '×' | ' MB'; isMet: boolean }

/** What was to be reached, and what was. */
export function aimsOf(results: readonly SizeResult[]): Aim[] {
  return results.flatMap(({ size, rows, quick }) => {
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
    ]
  })
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
