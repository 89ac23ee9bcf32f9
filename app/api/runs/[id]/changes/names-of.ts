import type { ChangeRow } from '@/lib/store/changes'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { personNames } from '@/lib/store/person-names'

/** The managers that these rows speak of are anchors; this is what people call them. */
export function namesOf(tx: OrganizationTransaction, runId: string, rows: readonly ChangeRow[]) {
  const managers = rows.flatMap(({ before, after }) => [before?.manager, after?.manager])
  return personNames(
    tx,
    runId,
    managers.filter((anchor): anchor is string => typeof anchor === 'string'),
  )
}
