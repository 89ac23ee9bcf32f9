import { readFile } from 'node:fs/promises'
import { env } from '@/lib/env'
import { done, type Outcome, refused } from '@/lib/outcome'
import { sampleBaseDn, sampleCredentials, sampleDomain } from '@/lib/sample-directory/settings'
import { seedSampleMessenger } from '@/lib/sample-messenger/seed'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { findConnector, listConnectors } from '@/lib/store/connectors'
import { verifyDomain } from '@/lib/store/domains'
import { isLicensed, saveLicense } from '@/lib/store/licenses'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { seedSampleTeams } from '@/lib/teams/seed-sample-teams'
import type { Actor } from './actor'
import { createConnector } from './create-connector'
import { saveConnection } from './save-connection'
import { saveOrganizationalUnits } from './save-organizational-units'

export const sampleName = 'Sample company'

const sampleLicense = { seats: 1_500, pricePerSeat: 800, currency: 'USD', billingTerm: 'annual' } as const

/**
 * Fills a connector for the sample company's directory, ready for its test, and verifies its domain as the operator:
 * whoever started the sample beside this product owns it. Used again, it refreshes the same connector.
 * Fault: `sample-not-running`.
 */
export async function useSampleCompany(
  organizationId: string,
  actor: Actor,
): Promise<Outcome<{ connectorId: string }>> {
  const connection = await sampleConnection()
  if (!connection) return refused('sample-not-running')
  const existing = await inOrganization(organizationId, tx => findConnector(tx, sampleName))
  const created = existing
    ? done({ connectorId: existing.id })
    : await createConnector(organizationId, actor, { kind: 'cloud', name: sampleName })
  if (!created.ok) return created
  const { connectorId } = created.value
  const input = { name: sampleName, connection, password: sampleCredentials.password }
  const saved = await saveConnection(organizationId, actor, connectorId, input)
  if (!saved.ok) return saved
  if (!existing?.draft.organizationalUnits) {
    const units = await saveOrganizationalUnits(organizationId, actor, connectorId, { mode: 'all' })
    if (!units.ok) return units
  }
  return inOrganization(organizationId, async tx => {
    const verified = await verifyDomain(tx, sampleDomain, 'operator')
    if (!verified.ok) return verified
    await grantSampleSeats(tx, new Date())
    await seedSampleMessenger(tx)
    await seedSampleTeams(tx, sampleDomain, new Date())
    return done({ connectorId })
  })
}

/** Seats to look at, where the billing side granted none and no company's own directory is in use. */
async function grantSampleSeats(tx: OrganizationTransaction, now: Date): Promise<void> {
  const inUse = (await listConnectors(tx)).some(({ name, version }) => version !== null && name !== sampleName)
  if (inUse || (await isLicensed(tx))) return
  const nextYear = new Date(Date.UTC(now.getUTCFullYear() + 1, 0, 1)).toISOString().slice(0, 10)
  await saveLicense(tx, { ...sampleLicense, renewsOn: nextYear }, { ofSample: true })
}

async function sampleConnection(): Promise<ConnectionSettings | null> {
  const { ENROLLMENT_SAMPLE_DIRECTORY: address, ENROLLMENT_SAMPLE_CA_FILE: caFile } = env()
  const place = address?.match(/^(.+):(\d+)$/)
  if (!place?.[1] || !place[2] || !caFile) return null
  return {
    hosts: [{ host: place[1], port: Number(place[2]) }],
    security: 'ldaps',
    ca: await readFile(caFile, 'utf8'),
    baseDn: sampleBaseDn,
    userId: sampleCredentials.userId,
  }
}
