import type { InclusionCheck, InclusionCount } from '@/lib/connectors/job-request'
import type { Anchor } from '@/lib/directory/anchor'
import { filterAttributes } from '@/lib/directory/formats/search-filter'
import { decodeObjects } from '@/lib/directory/object-block'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectoryObject, DirectorySource } from '@/lib/directory/source'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { accountKind } from '@/lib/sync/account-kind'
import { checkInclusion, readInclusion } from '@/lib/sync/inclusion/check-inclusion'
import { compileInclusion, includingAttributes } from '@/lib/sync/inclusion/compile-inclusion'
import { placeByUnit } from '@/lib/sync/place-person'
import { chooseScopes } from './choose-scopes'
import { unitTree } from './unit-tree'

type Checking = {
  source: DirectorySource
  settings: Pick<ConnectorSettings, 'connection' | 'organizationalUnits'>
  signal: AbortSignal
}

/** People looked at before a count becomes "at least", and the milliseconds that somebody waits for one. */
const most = { people: 200_000, wait: 30_000 }
const sampleSize = 5

/** Holds a rule against the schema, and decides with it about everybody in the chosen units as a run would. @throws ReadFailure */
export async function checkInclusionRule(filter: string, checking: Checking): Promise<InclusionCheck> {
  const read = readInclusion(filter)
  if (!read.ok) return { fits: false, faults: read.faults }
  const names = filterAttributes(read.value)
  const definitions = await checking.source.describeAttributes(names, checking.signal)
  const checked = checkInclusion(filter, names, definitions)
  if (!checked.ok) return { fits: false, faults: checked.faults }
  return { fits: true, inclusion: checked.value, count: await countPeople(checked.value, checking) }
}

type Person = { parent: Anchor | null; dn: string; name: string; matches: boolean }

async function countPeople(
  inclusion: Parameters<typeof compileInclusion>[0],
  checking: Checking,
): Promise<InclusionCount> {
  const includes = compileInclusion(inclusion)
  const people = new Map<Anchor, Person>()
  const units = new Map<Anchor, { anchor: Anchor; parent: Anchor | null; dn: string; scope: number }>()
  const attributes = [...asked, ...includingAttributes(inclusion)]
  const partial = await readObjects(checking, attributes, ({ anchor, parent, dn, kind, attributes: values }) => {
    if (kind === 'unit') units.set(anchor, { anchor, parent, dn, scope: 0 })
    const first = (name: string) => values[name]?.[0] ?? null
    if (kind === 'person' && accountKind(first) === null) {
      const name = first('displayName') ?? first('cn') ?? dn
      people.set(anchor, { parent, dn, name, matches: includes({ attributes: values }) === true })
    }
    return people.size < most.people
  })
  return { ...count(people, [...units.values()], checking), partial }
}

const asked = ['displayName', 'cn', 'userAccountControl', 'isCriticalSystemObject']

/** @returns whether it ended before everything was read: because `take` had enough, or for want of time */
async function readObjects(
  { source, settings, signal }: Checking,
  attributes: readonly string[],
  take: (object: DirectoryObject) => boolean,
): Promise<boolean> {
  const scopes = await chooseScopes({ ...settings, distributionLists: { mode: 'none' } }, source, signal)
  const patience = AbortSignal.timeout(most.wait)
  const request = { scopes, attributes: [...new Set(attributes)], signal: AbortSignal.any([signal, patience]) }
  for await (const event of source.import(request)) {
    if (event.type === 'objects' && !decodeObjects(event.block).every(take)) return true
    if (event.type !== 'scope-incomplete') continue
    if (patience.aborted) return true
    throw new ReadFailure(event.fault)
  }
  return false
}

function count(
  people: ReadonlyMap<Anchor, Person>,
  units: Parameters<typeof unitTree>[0],
  { settings }: Checking,
): Omit<InclusionCount, 'partial'> {
  const known = new Set(units.map(({ anchor }) => anchor))
  const roots = units.filter(({ parent }) => parent === null || !known.has(parent))
  const tree = unitTree(
    units,
    roots.map(({ anchor, dn }) => ({ root: anchor, rootDn: dn })),
  )
  const found: Omit<InclusionCount, 'partial'> = { matching: 0, others: 0, samples: { matching: [], others: [] } }
  for (const { parent, dn, name, matches } of people.values()) {
    if (placeByUnit(tree.ancestry(parent), settings.organizationalUnits, () => false) !== 'in') continue
    const side = matches ? 'matching' : 'others'
    found[side] += 1
    if (found.samples[side].length < sampleSize) found.samples[side].push({ name, dn })
  }
  return found
}
