import { createHash } from 'node:crypto'
import type { Delivered } from '../checksum'
import type { DatabaseServer } from '../database-server'
import { anchorOf, companyObjects } from '../directory/block-file'

/** An account's fields, and where the company has them: written down a second time, so that a wrong mapping is seen. */
const fields = {
  displayName: 'displayName',
  givenName: 'givenName',
  familyName: 'sn',
  department: 'department',
  title: 'title',
  workPhone: 'telephoneNumber',
  mobilePhone: 'mobile',
  office: 'physicalDeliveryOfficeName',
  organization: 'company',
  employeeNumber: 'employeeID',
} as const

type Values = { email: string | null; manager: string | null } & Record<keyof typeof fields, string | null>

/** What the accounts must be after a run: of everyone who is enabled. */
export function expectedAccounts(size: number, changed: number): Delivered {
  const sum = accountsSum()
  for (const { kind, attributes } of companyObjects(size, changed)) {
    if (kind !== 'person' || attributes.userAccountControl?.[0] !== '512') continue
    const first = (name: string) => attributes[name]?.[0] ?? null
    const texts = Object.entries(fields).map(([field, name]) => [field, first(name)])
    const manager = first('manager')
    sum.add({ ...Object.fromEntries(texts), email: first('mail'), manager: manager && anchorOf(manager) })
  }
  return sum.sum()
}

/** What stands in a table with the columns of accounts. */
export async function deliveredAccounts({ sql }: DatabaseServer, table: string): Promise<Delivered> {
  const sum = accountsSum()
  const rows = sql<{ attributes: Values }[]>`select attributes from ${sql(table)}`
  for await (const page of rows.cursor(5_000)) for (const { attributes } of page) sum.add(attributes)
  return sum.sum()
}

function accountsSum(): { add(values: Values): void; sum(): Delivered } {
  let people = 0
  let sum = 0n
  const names = [...Object.keys(fields), 'email', 'manager'] as (keyof Values)[]
  return {
    add(values) {
      const text = JSON.stringify(names.map(name => values[name]))
      people++
      sum = (sum + createHash('sha256').update(text).digest().readBigUInt64BE()) % 2n ** 64n
    },
    sum: () => ({ people, checksum: sum.toString(16).padStart(16, '0') }),
  }
}
