import { anyObject, showDeleted } from './filters'
import { readBase } from './search'
import type { Session } from './session'

/**
 * Whether the account may see tombstones: then it sees the container they are in, and for any other account that one is
 * not there (MS-ADTS 3.1.1.5.5.1.1). A server that does not answer this is one that shows none.
 */
export async function seesDeleted(session: Session, namingContext: string): Promise<boolean> {
  const request = { filter: anyObject, attributes: ['objectGUID'], controls: [showDeleted()] }
  const answer = await readBase(session, `CN=Deleted Objects,${namingContext}`, request).catch(() => null)
  return answer?.kind === 'found'
}
