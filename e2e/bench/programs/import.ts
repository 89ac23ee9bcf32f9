import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createAgentSource } from '@/lib/agents/agent-source'
import { createLdapSource } from '@/lib/directory/ldap/ldap-source'
import { Secret } from '@/lib/directory/secret'
import { env } from '@/lib/env'
import { networkPolicy } from '@/lib/network/policy'
import { importSnapshot } from '@/lib/runs/import-snapshot'
import { insertConnector, insertVersion } from '@/lib/store/connectors'
import { acrossOrganizations, inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { insertRun, type Run, readRun } from '@/lib/store/runs'
import { claimRun } from '@/lib/store/runs-lease'
import { readSnapshot } from '@/lib/store/snapshots'
import type { Imported } from '../rows/import'
import { settingsFor } from '../settings'
import { task, tell, timed } from './own'

/** Imports the directory into a sealed snapshot as a worker does, for a new organization or once more for a known one. */
type Task = {
  port: number
  caFile: string
  userDn: string
  password: string
  connector: Imported | null
  quick: boolean
  through: boolean
}
const { port, caFile, userDn, password, connector, quick, through } = task<Task>()

const { organizationId, connectorId } = connector ?? { organizationId: randomUUID(), connectorId: randomUUID() }
const settings = settingsFor({ port, ca: readFileSync(caFile, 'utf8'), userId: userDn })
const run = await claimedRun()
const source = through
  ? createAgentSource({ organizationId, connectorId, asker: `run:${run.id}`, baseDn: null })
  : createLdapSource(
      { connection: settings.connection, password: new Secret(password) },
      // OpenLDAP knows no names of the form <GUID=…>.
      { policy: networkPolicy(env()), addressing: 'dn' },
    )
const signal = new AbortController().signal
const seconds = await timed(() =>
  importSnapshot({ organizationId, runId: run.id, fence: run.fence, source, signal }, run),
)
const [sealed, ended] = await inOrganization(organizationId, tx =>
  Promise.all([readSnapshot(tx, run.id), readRun(tx, run.id)]),
)
if (!sealed?.sealedAt) throw new Error('The snapshot was not sealed')
const { people, method } = sealed
tell({ seconds, people, method: method ?? '', because: ended?.fullBecause?.code ?? '', ...ids() })

function ids(): Imported & { run: string } {
  return { organizationId, connectorId, run: run.id }
}

async function claimedRun(): Promise<Run> {
  const id = randomUUID()
  if (!connector)
    await acrossOrganizations('bench', tx => createOrganization(tx, { id: organizationId, name: 'Bench' }))
  return inOrganization(organizationId, async tx => {
    if (!connector) await createConnector(tx)
    const inserted = {
      id,
      connectorId,
      connectorVersion: 1,
      kind: 'preview',
      cause: 'manual',
      first: !connector,
    } as const
    await insertRun(tx, { ...inserted, quick, requestedBy: 'bench' })
    const claimed = await claimRun(tx, id, 'bench', 3_600)
    if (!claimed) throw new Error('The run is not free')
    return claimed
  })
}

async function createConnector(tx: OrganizationTransaction): Promise<void> {
  await insertConnector(tx, { id: connectorId, kind: 'cloud', name: 'Bench' })
  await insertVersion(tx, connectorId, { version: 1, settings, author: 'bench' })
}
