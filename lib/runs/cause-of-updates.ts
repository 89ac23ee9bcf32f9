import type { MappingSettings } from '@/lib/settings/mapping'
import type { FieldCount } from '@/lib/store/changed-fields'
import { listVersions } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { readLastApplied } from '@/lib/store/runs-history'
import { accountFields } from '@/lib/sync/change'
import { type ChangedField, isCustom, keyOfCustom } from '@/lib/sync/changed-field'

/** A field that many of a plan's updates change, and the version that changed its mapping since the run before; null = none did. */
export type UpdateCause = { field: ChangedField; people: number; version: number | null }
type VersionMapping = { version: number; mapping: MappingSettings }

/** What stands out among the updates of a plan, and since which version, if its mapping changed since the run before. */
export async function causeOfUpdates(
  tx: OrganizationTransaction,
  run: Run,
  counts: readonly FieldCount[],
  updates: number,
): Promise<UpdateCause | null> {
  const common = commonField(counts, updates)
  return common && { field: common.field, people: common.updates, version: await remappedIn(tx, run, common.field) }
}

/** Fewer are no pattern. */
const fewest = 10
const share = 0.3

/** The field that the most updates change, if these are more than 30 % of them. A number goes before its twin. */
export function commonField(counts: readonly FieldCount[], updates: number): FieldCount | null {
  const [most] = counts.toSorted((one, other) => other.updates - one.updates || placeOf(one) - placeOf(other))
  return most && most.updates >= fewest && most.updates > share * updates ? most : null
}

const placeOf = ({ field }: FieldCount): number => {
  const place = (accountFields as readonly ChangedField[]).indexOf(field)
  return place < 0 ? accountFields.length : place
}

/** What a revert changes comes from no mapping. */
async function remappedIn(tx: OrganizationTransaction, run: Run, field: ChangedField): Promise<number | null> {
  if (run.kind === 'revert') return null
  const last = await readLastApplied(tx, run.connectorId, run.number)
  if (!last || last.connectorVersion === run.connectorVersion) return null
  const versions = (await listVersions(tx, run.connectorId)).map(({ version, settings: { mapping } }) => ({
    ...{ version, mapping },
  }))
  return versionThatRemapped(versions, field, { from: last.connectorVersion, to: run.connectorVersion })
}

/** The version after `from` since which the field is mapped as it is in `to`; null where it is mapped as in `from`. */
export function versionThatRemapped(
  versions: readonly VersionMapping[],
  field: ChangedField,
  { from, to }: { from: number; to: number },
): number | null {
  const mappingIn = (wanted: number) => {
    const found = versions.find(({ version }) => version === wanted)
    return found && textOf(mappingOf(found.mapping, field))
  }
  const [before, now] = [mappingIn(from), mappingIn(to)]
  if (before === undefined || now === undefined || before === now) return null
  const between = versions.map(({ version }) => version).filter(version => version > from && version < to)
  const other = between.filter(version => mappingIn(version) !== now)
  const last = Math.max(from, ...other)
  return Math.min(to, ...between.filter(version => version > last))
}

/** Settings that were parsed have their parts in one order. */
const textOf = (mapping: unknown): string | undefined => JSON.stringify(mapping)

/** Everything that decides about a field's value; undefined for what no mapping gives. */
function mappingOf({ fields, photo, custom, telephone }: MappingSettings, field: ChangedField): unknown {
  switch (field) {
    case 'workPhoneE164':
      return { number: fields.workPhone, telephone }
    case 'mobilePhoneE164':
      return { number: fields.mobilePhone, telephone }
    case 'photo':
      return photo
    case 'active':
    case 'suspended':
      return undefined
    default:
      return isCustom(field) ? (custom.find(({ key }) => key === keyOfCustom(field)) ?? null) : fields[field]
  }
}
