import { measureOwn, measureProgram } from '../measure'
import type { Bench, Row } from '../row'
import { deliveredRows } from '../staged-rows'
import { rowsFile } from './copy'

/** Our import: read, proved complete, staged under row-level security in parts, recounted and sealed. */
export const ourImport: Row = {
  name: 'our import',
  about: 'into a sealed snapshot',
  async prepare({ database: { sql } }) {
    await sql`truncate snapshot_objects, snapshot_parts, snapshots, mapped_people`
    await sql`checkpoint`
  },
  run: importOnce,
  async deliver(bench) {
    await importOnce(bench)
    await measureProgram('psql', [
      ...['--quiet', '--no-psqlrc', '-v', 'ON_ERROR_STOP=1'],
      ...[bench.database.ownerUrl, '-c', `\\copy snapshot_objects to '${rowsFile(bench)}'`],
    ])
    return deliveredRows(bench, 'snapshot_objects')
  },
}

function importOnce({ directory, database, program }: Bench) {
  const { port, caFile, userDn, password } = directory
  return measureOwn(
    program('import'),
    { port, caFile, userDn, password },
    {
      DATABASE_URL: database.portalUrl,
      ENROLLMENT_SECRET: database.secret,
      ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
      ENROLLMENT_DIRECTORY_PORTS: String(port),
    },
  )
}
