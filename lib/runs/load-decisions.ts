import type { Anchor } from '@/lib/directory/anchor'
import { readDecisions, toDecision } from '@/lib/store/join-decisions'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { JoinDecision } from '@/lib/sync/join-question'

/** What administrators decided and no run has carried out yet. */
export async function loadDecisions(
  tx: OrganizationTransaction,
  connectorId: string,
): Promise<ReadonlyMap<Anchor, JoinDecision>> {
  const rows = await readDecisions(tx, connectorId)
  return new Map([...rows].map(([anchor, row]) => [anchor, toDecision(row)]))
}
