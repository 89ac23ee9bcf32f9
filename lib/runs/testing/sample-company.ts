import { randomUUID } from 'node:crypto'
import type { DirectorySource } from '@/lib/directory/source'
import { sampleSource } from '@/lib/directory/testing/sample-source'
import { generateCompany, type PersonRecord } from '@/lib/sample-directory/company'
import type { Mutations } from '@/lib/sample-directory/mutations'
import { type SampleDirectoryOptions, startSampleDirectory } from '@/lib/sample-directory/server'
import { verifyDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { TestCompany } from './company'

/** A company whose connector reads a sample directory over LDAPS, after its first approved run. */
export type SampleCompany = {
  tenant: TestCompany
  directory: Mutations
  source: DirectorySource
  /** Those with an account. */
  people: PersonRecord[]
  unit(name: string): PersonRecord['anchor']
  full(): Promise<Run>
  quick(): Promise<Run>
  stop(): Promise<void>
}

/** @param seesDeleted whether the connector's account may see who was deleted */
export async function sampleCompany({
  seesDeleted = true,
  ...options
}: Partial<SampleDirectoryOptions> & { seesDeleted?: boolean } = {}): Promise<SampleCompany> {
  const domain = `${randomUUID()}.example`
  const company = generateCompany({ seed: 21, people: 80, domain })
  const sample = await startSampleDirectory({ company, mutableForTests: true, ...options })
  sample.directory.setDeletedReadable(seesDeleted)
  const source = sampleSource(sample, { userId: `svc-enrollment@${domain}` })
  const tenant = new TestCompany()
  await tenant.create()
  await inOrganization(tenant.organizationId, tx => verifyDomain(tx, domain, 'operator'))
  await tenant.approve(await tenant.run('preview', { source }), { source })
  const employees = company.people.filter(person => person.kind === 'employee')
  return {
    ...{ tenant, source, directory: sample.directory },
    people: employees.filter(person => person.enabled && !person.expired && person.problem === null),
    unit: name => company.units.find(one => one.name === name)?.anchor ?? fail(name),
    full: () => tenant.run('synchronize', { source }),
    quick: () => tenant.runQuickly('synchronize', { source }),
    stop: () => sample.stop(),
  }
}

function fail(name: string): never {
  throw new Error(`The company has no unit ${name}`)
}
