import { env } from '@/lib/env'
import { workerOptions } from '@/lib/launch/worker-options'
import { type Measured, measureOwn, measureProgram } from '../measure'
import type { Bench, Row } from '../row'
import { deliveredRows } from '../staged-rows'
import { rowsFile } from './copy'

/** Our import: read, proved complete, staged under row-level security in parts, recounted and sealed. */
export const ourImport: Row = {
  name: 'our import',
  about: 'into a sealed snapshot',
  prepare: emptyStaging,
  run: bench => importOnce(bench),
  async deliver(bench) {
    await importOnce(bench)
    await measureProgram('psql', [
      ...['--quiet', '--no-psqlrc', '-v', 'ON_ERROR_STOP=1'],
      ...[bench.database.ownerUrl, '-c', `\\copy (select * from snapshot_objects) to '${rowsFile(bench)}'`],
    ])
    return deliveredRows(bench, 'snapshot_objects')
  },
}

export async function emptyStaging({ database: { sql } }: Bench): Promise<void> {
  await sql`truncate snapshot_objects, snapshot_parts, snapshots, mapped_people`
  await sql`checkpoint`
}

/** The connector that an import was made for. */
export type Imported = { organizationId: string; connectorId: string }

type How = {
  /** Who signs in. */
  userDn?: string
  /** Once more for this connector; null = for a new one. */
  connector?: Imported | null
  /** Only what changed since the connector's last import. */
  quick?: boolean
  /** By the connector's agent, in place of the worker itself. */
  through?: boolean
}

export function importOnce({ directory, database, program }: Bench, how: How = {}): Promise<Measured> {
  const { port, caFile, userDn, password } = directory
  return measureOwn(
    program('import'),
    { port, caFile, userDn, password, connector: null, quick: false, through: false, ...how },
    {
      env: {
        DATABASE_URL: database.portalUrl,
        ENROLLMENT_SECRET: database.secret,
        ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
        ENROLLMENT_DIRECTORY_PORTS: String(port),
      },
      nodeOptions: workerOptions(env().ENROLLMENT_WORKER_MEMORY),
    },
  )
}
