import { deleteConnector } from '@/lib/connectors/delete-connector'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'

/** `connector delete NAME --confirm NAME`: ends a connector; its people, lists and groups stay. */
export async function deleteConnectorNamed(
  context: Context,
  name: string,
  { confirm }: { confirm: string },
): Promise<Answer> {
  const { id } = await connectorNamed(context, name)
  const outcome = await deleteConnector(context.organizationId, context.actor, id, confirm)
  if (!outcome.ok) throw new Refused(outcome.faults)
  return { exit: 0, json: outcome.value, lines: [sentence('connector-deleted', { name, ...outcome.value }, 'cli')] }
}
