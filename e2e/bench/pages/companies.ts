import { randomUUID } from 'node:crypto'
import { hashPassword } from '@/lib/access/password'
import { writeBlocks } from '../directory/block-file'
import { forgetOrganizations } from '../runs/accounts'
import { carryRun } from '../runs/measure-round'
import type { RunBench } from '../runs/run-bench'

/** A company whose people are managed, with somebody who can sign in. */
export type Company = { organizationId: string; connectorId: string; runId: string; email: string; password: string }

/** As many people as are measured, and one person, which is what any page costs here and now. */
export async function makeCompanies(bench: RunBench): Promise<{ many: Company; one: Company }> {
  await forgetOrganizations(bench.database)
  const companies = { many: await company(bench, bench.size), one: await company(bench, 1) }
  // As autovacuum does it within a minute of a first run.
  await bench.database.sql`vacuum analyze`
  return companies
}

async function company(bench: RunBench, size: number): Promise<Company> {
  const ids = { organizationId: randomUUID(), connectorId: randomUUID() }
  const blocks = `${bench.folder}/blocks-pages-${size}`
  await writeBlocks(blocks, size, 0)
  const carry = (step: string, runId?: unknown) => carryRun(bench, 'restricted', { step, blocks, runId, ...ids })
  const preview = await carry('preview')
  const first = await carry('approved', preview.facts.runId)
  const signIn = { email: `pages-${size}@bench.example`, password: 'correct horse battery' }
  await bench.database.sql`
    insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${ids.organizationId}, ${randomUUID()}, ${signIn.email}, 'Ada Byron', 'primary-master-admin',
      ${await hashPassword(signIn.password)})`
  return { ...ids, ...signIn, runId: String(first.facts.runId) }
}
