import { type SQL, sql } from 'drizzle-orm'
import { changes } from '@/db/schema/runs'
import { type Because, type ReasonCode, removalKinds, sharedArgument } from '@/lib/sync/change'
import type { OrganizationTransaction } from './organization'

/** Removals of a plan that wait for one reason, and for what that is about: a list's or a rule's name, or a unit's DN. */
export type RemovalCount = { code: ReasonCode; about: string | null; people: number; example: Because }

/** The rows of a plan in which somebody would lose something and nobody has decided yet. */
export const isWaitingRemoval: SQL = sql`(${changes.state} in ('planned', 'held') and ${changes.kind} in ${[...removalKinds]})`

/** What the waiting removals have in common, the most frequent first. */
export async function countRemovals(tx: OrganizationTransaction, runId: string): Promise<RemovalCount[]> {
  const rows = await tx.execute<RemovalCount>(sql`
    select ${changes.reason} as code, ${about} as about, count(*)::int as people, min(${changes.because}::text)::jsonb as example
    from ${changes}
    where ${changes.organizationId} = ${tx.organizationId} and ${changes.runId} = ${runId} and ${isWaitingRemoval}
    group by 1, 2 order by people desc, 1, 2`)
  return [...rows]
}

const argument = (name: string): SQL => sql`${changes.because} -> 'args' ->> ${sql.raw(`'${name}'`)}`

const about: SQL = sql`case ${changes.reason} ${sql.join(
  Object.entries(sharedArgument).map(([code, name]) => sql`when ${sql.raw(`'${code}'`)} then ${argument(name)}`),
  sql` `,
)} end`

/** The rows for a reason that are about this: where that is a unit, about whatever lies in it. */
export function isAbout(code: ReasonCode, value: string): SQL {
  const name = sharedArgument[code]
  if (name === undefined) return sql`false`
  if (name !== 'unit') return sql`(${changes.reason} = ${code} and ${argument(name)} = ${value})`
  const [unit, end] = [sql`lower(${argument(name)})`, sql`lower(${`,${value}`}::text)`]
  const length = value.length + 1
  // A comma that is escaped does not end a name (RFC 4514 §2.4).
  return sql`(${changes.reason} = ${code} and (',' || ${unit} = ${end}
    or right(${unit}, ${length}) = ${end} and right(${unit}, ${length + 1}) not like ${'\\\\%'}))`
}
