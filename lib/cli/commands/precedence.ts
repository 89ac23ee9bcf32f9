import { savePrecedence } from '@/lib/connectors/save-precedence'
import { listConnectors } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused } from '../answer'
import type { Context } from '../context'

/**
 * `precedence [CONNECTOR…]`: whose person somebody is whom several connectors find; without names what is set, with `--none`
 * whoever was first. The next plans show what it changes.
 */
export async function precedence(
  context: Context,
  names: readonly string[],
  { none = false }: { none?: boolean },
): Promise<Answer> {
  const { organizationId, actor } = context
  if (none || names.length > 0) {
    const outcome = await savePrecedence(organizationId, actor, none ? [] : names)
    if (!outcome.ok) throw new Refused(outcome.faults)
  }
  const order = await inOrganization(organizationId, async tx => {
    const connectors = new Map((await listConnectors(tx)).map(({ id, name }) => [id, name]))
    return ((await readOrganization(tx))?.precedence ?? []).flatMap(id => connectors.get(id) ?? [])
  })
  return {
    exit: 0,
    json: { precedence: order },
    lines: [sentence('precedence', { order: order.join(', ') || 'none' }, 'cli')],
  }
}
