import { requestAccountExports, requestDrifted } from '@/lib/store/exported-accounts'
import { requestListExports } from '@/lib/store/exported-groups'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type Difference, forgetAllTakenOut, listDiffering, listTakenOut, noteDrift } from '@/lib/store/remote-drift'
import type { MessengerReading } from '@/lib/store/remote-messenger'
import { bringBackKnown, forgetUnseen, type Missing, noteGone } from '@/lib/store/remote-missing'
import { addUnknown, countUnusable, linkByAddress, linkNamed, refreshKnown } from '@/lib/store/remote-reading'
import { comparingAll } from '@/lib/store/whole-run'
import { difference } from './difference'
import { endTeams, importTeams } from './import-teams'
import type { AccountValues } from './messenger'
import { driftedFields } from './scim/differences'
import type { Session } from './session'

type Found = Omit<MessengerReading, 'at' | 'complete' | 'trouble' | 'read' | 'incompleteSince'>

/** Everything that follows from a complete reading, in one transaction. */
export const conclude = (tx: OrganizationTransaction, { row }: Session, readingId: string, gone: readonly Missing[]) =>
  comparingAll(tx, async (): Promise<Found> => {
    const named = (await linkNamed(tx, readingId, 'account')) + (await linkNamed(tx, readingId, 'group'))
    const linked = named + (row.verifiesAddresses ? await linkByAddress(tx, readingId) : 0)
    const added = await addUnknown(tx, readingId, row.verifiesAddresses)
    await refreshKnown(tx, readingId)
    await bringBackKnown(tx, readingId)
    const drifted = (await noteChangedAccounts(tx, readingId)) + (await noteChangedLists(tx, readingId))
    const { accounts, lists, teams } = partsOf(gone)
    if (accounts.length + lists.length > 0) await noteGone(tx, [...accounts, ...lists])
    await endTeams(tx, teams)
    if (row.drift === 'ours-wins') {
      await forgetAllTakenOut(tx, readingId)
      await requestDrifted(tx, `drift:${readingId}`)
      await requestAccountExports(tx, { key: `gone:${readingId}`, runId: null }, accounts)
      await requestListExports(tx, null)
    }
    const teamsAdded = await importTeams(tx, readingId, row.baseUrl)
    await forgetUnseen(tx, readingId)
    const unusable = await countUnusable(tx, readingId)
    const missing = accounts.length + lists.length
    return { linked, added, drifted, unusable, gone: missing, teamsAdded, teamsGone: teams.length }
  })

function partsOf(gone: readonly Missing[]): { accounts: string[]; lists: string[]; teams: string[] } {
  const of = (wanted: Missing['kind']) => gone.filter(({ kind }) => kind === wanted).map(({ objectId }) => objectId)
  return { accounts: of('account'), lists: of('group'), teams: of('team') }
}

async function noteChangedAccounts(tx: OrganizationTransaction, readingId: string): Promise<number> {
  const rows = (await listDiffering(tx, readingId, 'account')).flatMap(({ objectId, facts, exported, settled }) => {
    const { values } = facts as { values: AccountValues }
    const fields = driftedFields(values, { exported, settled })
    const drift = fields.map(field => difference(field, exported[field], values[field]))
    return drift.length === 0 ? [] : [{ objectId, drift }]
  })
  await noteDrift(tx, 'account', rows)
  return rows.length
}

/** So many of those who were taken out of a list are told by name. */
const namedAtMost = 10

/** Lists that somebody renamed there, or took people out of whom we had put in. */
async function noteChangedLists(tx: OrganizationTransaction, readingId: string): Promise<number> {
  const changes = new Map<string, Difference[]>()
  for (const { objectId, facts, exported } of await listDiffering(tx, readingId, 'group'))
    changes.set(objectId, [difference('name', exported.name, (facts as { name: string }).name)])
  const out = Map.groupBy(await listTakenOut(tx, readingId), ({ groupId }) => groupId)
  for (const [groupId, people] of out) {
    const named = people.slice(0, namedAtMost).map(({ name }) => difference('member', name, undefined))
    const rest = people.length - named.length
    const others = rest > 0 ? [difference('members', String(rest), undefined)] : []
    changes.set(groupId, [...(changes.get(groupId) ?? []), ...named, ...others])
  }
  const rows = [...changes].map(([objectId, drift]) => ({ objectId, drift }))
  await noteDrift(tx, 'group', rows)
  return rows.length
}
