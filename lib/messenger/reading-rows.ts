import type { ReadObject } from '@/lib/store/remote-reading'
import { canonicalAddress } from '@/lib/sync/canonical-address'
import type { MessengerAccount, MessengerGroup } from './messenger'
import { attributesOf, textOf } from './own-attributes'
import { addressOf } from './scim/resource'

export const accountRow = (account: MessengerAccount): ReadObject => {
  const { id: remoteId, version, values, emails, phoneNumbers } = account
  const canonical = canonicalAddress(addressOf(account) ?? '')
  const address = 'key' in canonical ? canonical.key : null
  return {
    ...{ remoteId, version, address, externalId: textOf(values, 'externalId') },
    facts: { values, emails, phoneNumbers },
    attributes: address === null ? null : attributesOf(values, address),
  }
}

export const groupRow = (
  { id, version, externalId, name }: MessengerGroup,
  members: ReadonlySet<string>,
): ReadObject => ({
  ...{ remoteId: id, version, externalId, address: null, facts: { name, members: [...members] }, attributes: null },
})
