import type { Anchor } from '@/lib/directory/anchor'
import type { Draft, Place } from './draft'
import type { PersonRecord } from './entry'

/** More members than MaxValRange, so that they come in pieces. */
const largest = 1_600
/** From this many employees on the company has so many partners that its largest list reaches that size. */
const large = 1_000

const universalDistribution = '8'

/** Distribution lists as mail servers use them: of lists, in a circle, longer than one answer, and without anybody. */
export function addLists(
  draft: Draft,
  places: { groups: Place; contacts: Place },
  people: readonly PersonRecord[],
  domain: string,
): void {
  const departments = draft.entries.filter(
    ({ objectClass, parent }) => objectClass === 'group' && parent === places.groups.anchor,
  )
  const employees = people.filter(({ kind }) => kind === 'employee').map(({ anchor }) => anchor)
  const add = (name: string, members: readonly Anchor[]) => addList(draft, places.groups, { name, members, domain })
  add(
    'Everyone',
    departments.map(({ anchor }) => anchor),
  )
  const alpha = add('Project Alpha', employees.slice(0, 3))
  const beta = add('Project Beta', [alpha, ...employees.slice(2, 5)])
  const steering = add('Steering Committee', [beta, ...employees.slice(0, 1)])
  // Each holds the next, and the last holds the first.
  addMembers(draft, alpha, [steering])
  add('Project Archive', [])
  const partners =
    employees.length < large ? [] : addPartners(draft, places.contacts, Math.max(largest - employees.length, 0))
  add('Employees and Partners', [...employees, ...partners].slice(0, largest))
}

function addList(
  draft: Draft,
  parent: Place,
  { name, members, domain }: { name: string; members: readonly Anchor[]; domain: string },
): Anchor {
  const local = name.toLowerCase().replace(/[^a-z]+/g, '-')
  const { anchor } = draft.add(parent, {
    objectClass: 'group',
    name,
    rid: draft.nextRid(),
    members,
    attributes: {
      sAMAccountName: [name],
      groupType: [universalDistribution],
      displayName: [name],
      mail: [`${local}@${domain}`],
      proxyAddresses: [`smtp:${local}.old@${domain}`, `SMTP:${local}@${domain}`],
    },
  })
  return anchor
}

function addMembers(draft: Draft, list: Anchor, members: readonly Anchor[]): void {
  const entry = draft.entries.find(({ anchor }) => anchor === list)
  if (entry) entry.members = [...(entry.members ?? []), ...members]
}

/** People of other companies who get mail and have no account. */
function addPartners(draft: Draft, parent: Place, count: number): Anchor[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `Partner ${String(index + 1).padStart(3, '0')}`
    const mail = `partner.${index + 1}@fabrikam-partners.example`
    return draft.add(parent, { objectClass: 'contact', name, attributes: { displayName: [name], mail: [mail] } }).anchor
  })
}
