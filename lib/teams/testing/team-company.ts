import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { License } from '@/lib/settings/license'
import type { PaidPlan, TeamRole } from '@/lib/settings/teams'
import { verifyDomain } from '@/lib/store/domains'
import { saveLicense } from '@/lib/store/licenses'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { insertTeamMembers } from '@/lib/store/team-members'
import { insertTeams, type NewTeam } from '@/lib/store/teams'

type Account = { managed?: boolean; set?: SQL }
export const outside = (name: string): string => `${name}@elsewhere.example`

/** A company with accounts and teams on the test's database; addresses tell who is who. */
export class TeamCompany {
  readonly organizationId = randomUUID()
  readonly by = { id: randomUUID(), name: 'Ann' }
  readonly domain = `d${this.organizationId.slice(0, 8)}.example`
  readonly #accounts = new Map<string, string>()

  async create(license: Partial<License> = {}): Promise<void> {
    await acrossOrganizations('test', tx => createOrganization(tx, { id: this.organizationId, name: 'Northwind' }))
    await inOrganization(this.organizationId, async tx => {
      await verifyDomain(tx, this.domain, 'operator')
      await saveLicense(tx, {
        ...{ seats: null, pricePerSeat: 800, currency: 'USD', billingTerm: 'monthly', renewsOn: null },
        ...license,
      })
    })
  }

  sql<T extends Record<string, unknown>>(statement: SQL): Promise<readonly T[]> {
    return inOrganization(this.organizationId, async tx => [...((await tx.execute<T>(statement)) as unknown as T[])])
  }

  /** An account with an address of the company's domain; unmanaged unless said otherwise. @returns the address */
  async account(name: string, { managed = false, set }: Account = {}): Promise<string> {
    const [id, email] = [randomUUID(), `${name}@${this.domain}`]
    await this.sql(sql`
      insert into accounts (organization_id, id, attributes, email_key, email_verified, managed_by_admin)
      values (${this.organizationId}, ${id}, ${JSON.stringify({ displayName: name, email })}::text::jsonb, ${email}, true, ${managed})`)
    if (set)
      await this.sql(sql`update accounts set ${set} where organization_id = ${this.organizationId} and id = ${id}`)
    this.#accounts.set(email, id)
    return email
  }

  /** A team of these addresses, the first of them its owner. @returns its id */
  async team(
    name: string,
    emails: readonly string[],
    more: Partial<NewTeam> & { paid?: PaidPlan } = {},
  ): Promise<string> {
    const id = randomUUID()
    await inOrganization(this.organizationId, async tx => {
      await insertTeams(tx, [{ id, name, ownerEmail: emails[0] ?? '', ...more }])
      await insertTeamMembers(
        tx,
        emails.map((email, at) => ({
          ...{ teamId: id, id: randomUUID(), accountId: this.#accounts.get(email) ?? null, email, emailKey: email },
          ...{ name: email.split('@')[0] ?? '', role: (at === 0 ? 'owner' : 'member') as TeamRole },
        })),
      )
    })
    return id
  }
}
