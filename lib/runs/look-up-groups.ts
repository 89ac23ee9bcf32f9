import type { Anchor } from '@/lib/directory/anchor'
import type { AbsentGroup } from '@/lib/sync/groups/decide-group'
import { lookUp } from './look-up'
import type { Planning } from './planning'

/** What the directory says of units and lists that the read did not deliver. Whom it does not answer for is no evidence. */
export async function lookUpGroups(
  planning: Planning,
  groups: readonly { anchor: Anchor }[],
): Promise<(anchor: Anchor) => AbsentGroup['lookUp']> {
  const { work, units } = planning
  const answers = await lookUp(
    work,
    groups.map(group => group.anchor),
    [],
  )
  return anchor => {
    const object = answers.get(anchor)
    if (object === undefined) return 'failed'
    if (object === null) return null
    return { deleted: object.deleted, where: units.mayHold(object.dn) ? 'unread' : 'outside' }
  }
}
