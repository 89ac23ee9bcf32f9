import { recordAudit } from '@/lib/audit/record'
import { readAuthority } from '@/lib/directory/authority'
import { parseDistinguishedName } from '@/lib/directory/distinguished-name'
import { done, type Fault, type Outcome, refused } from '@/lib/outcome'
import { ConnectionSettings, Password } from '@/lib/settings/connection'
import { ConnectorName } from '@/lib/settings/connector'
import { type Connector, findConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readSecret, saveSecret } from '@/lib/store/secrets'
import type { Actor } from './actor'
import { lockEditable } from './editable'
import { faultsOf } from './faults'
import { draftHash, secretFor } from './secret'
import { type Seen, stepUnchanged } from './step-shown'
import { secretTarget } from './target'

export type ConnectionInput = {
  name: string
  connection: ConnectionSettings
  /** null = keep the stored one, which is possible only while hosts, ports and authority are the same. */
  password: string | null
}

/**
 * Stores the connection step of a draft; the password is sealed for exactly this target. Whatever changes ends the
 * tested mark. Answers the hash a passed test has to carry.
 * Faults: those of lib/settings by path, those of `readAuthority` at `connection.ca`, `connector-unknown`, `step-changed`, `name-taken`,
 * `password-missing`, `password-needed-for-new-target`.
 */
export async function saveConnection(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  input: ConnectionInput,
  seen?: Seen,
): Promise<Outcome<{ hash: string }>> {
  const parsed = parseConnection(input)
  if (!parsed.ok) return parsed
  const { name, connection, password } = parsed.value
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const connector = locked.value
    const unchanged = await stepUnchanged(tx, connector, seen)
    if (!unchanged.ok) return unchanged
    const namesake = await findConnector(tx, name)
    if (namesake && namesake.id !== connectorId) return refused('name-taken', { name }, 'name')
    if (password === null) {
      const fault = await missingPassword(tx, connector, connection)
      if (fault) return { ok: false, faults: [fault] }
    } else {
      await saveSecret(tx, connectorId, 'bind-password-draft', { plain: password, target: secretTarget(connection) })
    }
    const hash = await draftHash(tx, connector, connection)
    const tested = connector.testedHash === hash
    await updateConnector(tx, connectorId, {
      name,
      draft: { ...connector.draft, connection },
      ...(tested ? {} : { testedHash: null, testedAt: null }),
    })
    await tellAudit(tx, actor, connector, { name, connection, password })
    return done({ hash })
  })
}

function parseConnection(input: ConnectionInput): Outcome<ConnectionInput> {
  const name = ConnectorName.safeParse(input.name)
  const connection = ConnectionSettings.safeParse(input.connection)
  const password = input.password === null ? null : Password.safeParse(input.password)
  const faults: Fault[] = [
    ...(name.success ? [] : faultsOf(name.error, 'name')),
    ...(connection.success ? [] : faultsOf(connection.error, 'connection')),
    ...(password === null || password.success ? [] : faultsOf(password.error, 'password')),
  ]
  if (!name.success || !connection.success || faults.length > 0) return { ok: false, faults }
  const ca = connection.data.ca?.trim() ? readAuthority(connection.data.ca) : null
  if (ca && !ca.ok) return { ok: false, faults: ca.faults.map(fault => ({ ...fault, path: 'connection.ca' })) }
  const { baseDn } = connection.data
  if (baseDn && parseDistinguishedName(baseDn) === null) return refused('base-dn-invalid', {}, 'connection.baseDn')
  return done({
    name: name.data,
    connection: { ...connection.data, ca: ca?.value.pem ?? null, baseDn: baseDn || null },
    password: password === null ? null : input.password,
  })
}

/** Why the stored password cannot be kept for this connection, or null when it can. */
async function missingPassword(
  tx: OrganizationTransaction,
  connector: Connector,
  connection: ConnectionSettings,
): Promise<Fault | null> {
  if (await secretFor(tx, connector, connection, 'draft')) return null
  const any =
    (await readSecret(tx, connector.id, 'bind-password-draft')) ?? (await readSecret(tx, connector.id, 'bind-password'))
  return { code: any ? 'password-needed-for-new-target' : 'password-missing', args: {}, path: 'password' }
}

async function tellAudit(tx: OrganizationTransaction, actor: Actor, before: Connector, after: ConnectionInput) {
  const old = before.draft.connection
  await recordAudit(tx, {
    actor,
    event: 'connector.connection-saved',
    target: { kind: 'connector', id: before.id },
    details: {
      name: after.name,
      hosts: after.connection.hosts.map(({ host, port }) => `${host}:${port}`).join(' '),
      userId: after.connection.userId,
      baseDn: after.connection.baseDn,
      authorityChanged: (old?.ca ?? null) !== after.connection.ca,
      passwordChanged: after.password !== null,
    },
  })
}
