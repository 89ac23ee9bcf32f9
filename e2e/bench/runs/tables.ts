import type { Delivered } from '../checksum'
import { median, type Result } from '../table'
import type { Round, Sample, Side } from './measure-round'

/** A table of its own: what all of its rows are compared with stands first. */
export type RunTable = { title: string; rows: Result[] }

/** What the accounts must be at the end, and how many rows the first run has, with those that add somebody. */
export type Expected = Record<'first' | 'changed' | 'listed' | 'managed', Delivered>
type Part = (round: Round) => { sample: Sample; seconds: number; expected: keyof Expected }
type Line = { row: string; about: string; part: Part; of: Part }

const whole = (sample: Sample, expected: keyof Expected) => ({ sample, seconds: sample.seconds, expected })
const planAndApply = ({ facts }: Sample) => Number(facts.plan) + Number(facts.apply)

const upsert: Part = ({ upsert }) => whole(upsert, 'first')
const upsertChanged: Part = ({ upsertChanged }) => whole(upsertChanged, 'changed')
const first: (side: Side) => Part = side => round => {
  const sample = round.runs[side].first
  return { sample, seconds: planAndApply(sample), expected: 'first' }
}
const unchanged: (side: Side) => Part = side => round => whole(round.runs[side].unchanged, 'first')
const changed: (side: Side) => Part = side => round => whole(round.runs[side].changed, 'changed')
/** Accounts that were added stay as they are, without their links and without access. */
const reverted: Part = round => {
  const sample = round.runs.restricted.reverted
  return { sample, seconds: planAndApply(sample), expected: 'changed' }
}
const importAlone: Part = round => {
  const sample = round.runs.restricted.unchanged
  return { sample, seconds: Number(sample.facts.import), expected: 'first' }
}

const aPage: Part = ({ runs }) => whole(runs.restricted.lists, 'listed')
const aRow: Part = ({ runs }) => ({
  ...whole(runs.restricted.lists, 'listed'),
  seconds: Number(runs.restricted.lists.facts.row),
})

const aPageOfPeople: Part = ({ runs }) => whole(runs.restricted.people, 'managed')
const aRowBeside: Part = ({ runs }) => ({
  ...whole(runs.restricted.people, 'managed'),
  seconds: Number(runs.restricted.people.facts.row),
})

/** The rows that are spoken of elsewhere. */
export const rowNames = {
  first: 'our first run',
  second: 'our second run',
  revert: 'its revert',
  page: 'a page of 50 rows',
  people: 'a page of 50 people',
  firstWith: 'first run with',
  secondWith: 'second run with',
} as const

const tables: { title: string; lines: Line[] }[] = [
  {
    title: 'First run',
    lines: [
      { row: 'INSERT … ON CONFLICT', about: 'the finished accounts', part: upsert, of: upsert },
      { row: rowNames.first, about: 'planned and applied', part: first('restricted'), of: upsert },
    ],
  },
  {
    title: 'Taking it back',
    lines: [
      { row: 'the first run', about: 'planned and applied', part: first('restricted'), of: first('restricted') },
      { row: rowNames.revert, about: 'planned and applied', part: reverted, of: first('restricted') },
    ],
  },
  {
    title: 'Later runs',
    lines: [
      { row: 'our import', about: 'from a file into a sealed snapshot', part: importAlone, of: importAlone },
      { row: rowNames.second, about: 'nothing changed, whole', part: unchanged('restricted'), of: importAlone },
      { row: 'our third run', about: '1,000 changed, whole', part: changed('restricted'), of: importAlone },
      { row: 'INSERT … ON CONFLICT', about: 'all accounts again', part: upsertChanged, of: importAlone },
    ],
  },
  {
    title: 'Looking through the first run, p95 of 200 requests',
    lines: [
      { row: 'one row', about: 'by its key', part: aRow, of: aRow },
      { row: rowNames.page, about: 'any filter, any order', part: aPage, of: aRow },
    ],
  },
  {
    title: 'Looking through the managed people, p95 of 200 requests',
    lines: [
      { row: 'one row', about: 'by its key', part: aRowBeside, of: aRowBeside },
      { row: rowNames.people, about: 'any filter, any order, and their number', part: aPageOfPeople, of: aRowBeside },
    ],
  },
  {
    title: 'Row-level security',
    lines: [
      { row: 'first run without', about: 'planned and applied', part: first('owner'), of: first('owner') },
      { row: rowNames.firstWith, about: 'planned and applied', part: first('restricted'), of: first('owner') },
      { row: 'second run without', about: 'nothing changed', part: unchanged('owner'), of: unchanged('owner') },
      { row: rowNames.secondWith, about: 'nothing changed', part: unchanged('restricted'), of: unchanged('owner') },
    ],
  },
]

type Measurement = { size: number; rounds: readonly Round[]; expected: Expected }

export const runTables = (measurement: Measurement): RunTable[] =>
  tables.map(({ title, lines }) => ({ title, rows: lines.map(line => resultOf(measurement, line)) }))

function resultOf({ size, rounds, expected }: Measurement, { row, about, part, of }: Line): Result {
  const parts = rounds.map(part)
  const seconds = parts.map(one => one.seconds)
  const [{ sample } = {}] = parts.slice(-1)
  return {
    row,
    about,
    seconds,
    median: median(seconds),
    peoplePerSecond: size / median(seconds),
    ratio: median(seconds) / median(rounds.map(round => of(round).seconds)),
    memory: Math.max(...parts.map(one => one.sample.memory)),
    delivered: sample?.delivered ?? { people: 0, checksum: '' },
    valid: parts.every(one => same(one.sample.delivered, expected[one.expected])),
  }
}

const same = (one: Delivered, other: Delivered) => one.people === other.people && one.checksum === other.checksum
