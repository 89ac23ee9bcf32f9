import * as z from 'zod'
import { say } from '@/app/messages/say'
import { fieldName } from '@/app/ui/field-name'
import { unitPath } from '@/app/ui/unit-words'
import { may } from '@/lib/access/admin'
import { adminRoute } from '@/lib/access/doors'
import { causeOfUpdates } from '@/lib/runs/cause-of-updates'
import { countChangedFields, type FieldCount } from '@/lib/store/changed-fields'
import { type ChangeCount, countChanges } from '@/lib/store/changes'
import { countChangeUnits, countProblems } from '@/lib/store/changes-list'
import { readConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { listsOfRun } from '@/lib/store/people-of-list'
import { type Run, readRun } from '@/lib/store/runs'
import type { Problem, ReasonCode } from '@/lib/sync/change'
import type { ChangedField } from '@/lib/sync/changed-field'
import { sentence } from '@/lib/words/words'
import { type Remedy, remediesFor } from './remedies'

/** By what a plan's rows can be narrowed, in words. */
export type Facets = {
  reasons: { code: ReasonCode; name: string; people: number }[]
  units: { dn: string; path: string; people: number }[]
  lists: { anchor: string; name: string }[]
  fields: { field: ChangedField; name: string; people: number }[]
  /** What most updates have in common, and the address of exactly these rows. */
  updates: { text: string; people: number; query: string } | null
  /** What is wrong with the directory's data, and what to do about it. */
  causes: { key: string; code: Problem['code']; about: string | null; text: string; remedies: Remedy[] }[]
}

const mostUnits = 500
const mostLists = 500

export const GET = adminRoute<{ id: string }>('enrollment.read', async (_request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return unknown()
  const facets = await inOrganization(admin.organizationId, async tx => {
    const run = await readRun(tx, id)
    return run && facetsOf(tx, run, may(admin, 'enrollment.sync.configure'))
  })
  return facets ? Response.json(facets) : unknown()
})

const unknown = () => Response.json({ code: 'run-unknown' }, { status: 404 })

async function facetsOf(tx: OrganizationTransaction, run: Run, mayConfigure: boolean): Promise<Facets> {
  const units = await countChangeUnits(tx, run.id, mostUnits)
  const counts = await countChanges(tx, run.id)
  const fields = await countChangedFields(tx, run.id)
  return {
    reasons: reasonsOf(counts),
    units: units.map(({ unit, people }) => ({ dn: unit, path: unitPath(unit), people })),
    lists: await listsOfRun(tx, run.id, mostLists),
    fields: fields.map(({ field, people }) => ({ field, name: fieldName(field), people })),
    updates: await updatesOf(tx, run, { counts, fields }),
    causes: await causesOf(tx, run, mayConfigure),
  }
}

function reasonsOf(counts: readonly ChangeCount[]): Facets['reasons'] {
  const people = new Map<ReasonCode, number>()
  for (const { reason, count } of counts) people.set(reason, (people.get(reason) ?? 0) + count)
  return [...people].map(([code, number]) => ({ code, name: say(`reasonName.${code}`), people: number }))
}

async function updatesOf(
  tx: OrganizationTransaction,
  run: Run,
  { counts, fields }: { counts: readonly ChangeCount[]; fields: readonly FieldCount[] },
): Promise<Facets['updates']> {
  const all = counts.reduce((sum, { kind, count }) => (kind === 'update' ? sum + count : sum), 0)
  const cause = await causeOfUpdates(tx, run, fields, all)
  if (!cause) return null
  const { field, people, version } = cause
  const text = say('changes.updates', { people, all, field: fieldName(field) })
  return {
    text: version === null ? text : `${text} ${say('changes.updatesRemapped', { version })}`,
    people,
    query: new URLSearchParams({ kind: 'update', field }).toString(),
  }
}

async function causesOf(
  tx: OrganizationTransaction,
  { id: runId, connectorId }: Run,
  mayConfigure: boolean,
): Promise<Facets['causes']> {
  const connector = mayConfigure ? await readConnector(tx, connectorId) : null
  return (await countProblems(tx, runId)).map(cause => ({
    key: `${cause.code} ${cause.about ?? ''}`,
    ...{ code: cause.code, about: cause.about },
    text: sentence(cause.code, { ...cause.example, people: cause.people }, 'problems'),
    remedies: connector ? remediesFor(cause, { connectorId: connector.id, runId }) : [],
  }))
}
