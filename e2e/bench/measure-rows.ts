import type { Measured } from './measure'
import type { Bench, Row } from './row'
import { median, type Result } from './table'

/** The row that all are compared with. */
const limit = 'ldapsearch + COPY'

/**
 * Looks once at what each row delivers, which also warms the servers, then runs all rows side by side: one of each per
 * round, so that a busy minute of the machine is everybody's.
 */
export async function measureRows(
  bench: Bench,
  rows: readonly Row[],
  rounds: number,
  say: (text: string) => void,
): Promise<Result[]> {
  const delivered = new Map<Row, Awaited<ReturnType<Row['deliver']>>>()
  for (const row of rows) {
    await row.prepare?.(bench)
    delivered.set(row, await row.deliver(bench))
    say(`${row.name}: ${JSON.stringify(delivered.get(row))}`)
  }
  const measured = new Map<Row, (Measured & { bytes: number })[]>(rows.map(row => [row, []]))
  for (let round = 1; round <= rounds; round++)
    for (const row of rows) {
      await row.prepare?.(bench)
      const { result: one, bytes } = await bench.directory.counting(() => row.run(bench))
      measured.get(row)?.push({ ...one, bytes })
      say(`round ${round}, ${row.name}: ${one.seconds.toFixed(2)} s, ${bytes} bytes`)
    }
  const medianOf = (row: Row) => median(measured.get(row)?.map(({ seconds }) => seconds) ?? [])
  const reference = rows.find(row => row.name === limit)
  const truth = rows[0] && delivered.get(rows[0])
  return rows.map(row => {
    const sum = delivered.get(row) ?? { people: 0, checksum: '' }
    return {
      row: row.name,
      about: row.about,
      seconds: measured.get(row)?.map(({ seconds }) => seconds) ?? [],
      median: medianOf(row),
      peoplePerSecond: bench.size / medianOf(row),
      ratio: reference ? medianOf(row) / medianOf(reference) : Number.NaN,
      bytes: median(measured.get(row)?.map(({ bytes }) => bytes) ?? []),
      memory: Math.max(...(measured.get(row)?.map(({ memory }) => memory) ?? [0])),
      delivered: sum,
      valid: sum.people === bench.size && sum.checksum === truth?.checksum,
    }
  })
}
