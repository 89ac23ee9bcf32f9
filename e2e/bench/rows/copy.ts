import { measureProgram } from '../measure'
import type { Bench, Row } from '../row'
import { deliveredRows } from '../staged-rows'
import { ldapsearch, search } from './ldapsearch'

/**
 * The limit: what anybody would need who read with the one program and wrote the finished rows with the other. The table
 * has the columns of staging, and none of its keys, indexes and policies.
 */
export const ldapsearchAndCopy: Row = {
  name: 'ldapsearch + COPY',
  about: 'the same rows into a bare table',
  async prepare(bench) {
    const { sql } = bench.database
    await sql`drop table if exists bare_rows`
    await sql`create table bare_rows (like snapshot_objects)`
    await sql`checkpoint`
  },
  async run(bench) {
    const read = await search(bench)
    const copied = await copy(bench)
    const memory = Math.max(read.memory, copied.memory)
    return { seconds: read.seconds + copied.seconds, memory, facts: { copySeconds: copied.seconds } }
  },
  async deliver(bench) {
    const read = await ldapsearch.deliver(bench)
    await copy(bench)
    const written = await deliveredRows(bench, 'bare_rows')
    return read.checksum === written.checksum
      ? written
      : { people: written.people, checksum: 'read and written differ' }
  },
}

/** The file that `\copy` reads: the rows as our import staged them. */
export const rowsFile = ({ folder }: Bench): string => `${folder}/rows.copy`

const copy = (bench: Bench) =>
  measureProgram('psql', [
    ...['--quiet', '--no-psqlrc', '-v', 'ON_ERROR_STOP=1'],
    ...[bench.database.ownerUrl, '-c', `\\copy bare_rows from '${rowsFile(bench)}'`],
  ])
