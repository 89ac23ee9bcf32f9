import type { Anchor } from '@/lib/directory/anchor'
import { decodeObjects } from '@/lib/directory/object-block'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectoryObject, DirectorySource, ImportRequest } from '@/lib/directory/source'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { accountKind } from '@/lib/sync/account-kind'
import { placeByUnit } from '@/lib/sync/place-person'
import { chooseScopes } from './choose-scopes'
import { unitTree } from './unit-tree'

/** A look at what stands in the directory now, for somebody who configures: nothing of it is stored as a snapshot. */
export type Survey = {
  source: DirectorySource
  settings: Pick<ConnectorSettings, 'connection' | 'organizationalUnits'>
  signal: AbortSignal
}

/** People looked at before a count becomes "at least", and the milliseconds that somebody waits for one. */
const most = { people: 200_000, wait: 30_000 }

/** What is asked of everybody who is counted. */
const asked = ['displayName', 'cn', 'userAccountControl', 'isCriticalSystemObject']

/** Somebody whom a survey met, with what it looked for. */
export type Surveyed<T> = { anchor: Anchor; parent: Anchor | null; dn: string; name: string; seen: T }

/**
 * Everybody in the chosen units, each with what `look` makes of them; accounts that stand for nobody are not there.
 * `partial`: it ended before its end. @throws ReadFailure
 */
export async function surveyPeople<T>(
  survey: Survey,
  attributes: readonly string[],
  look: (object: DirectoryObject) => T,
): Promise<{ people: Surveyed<T>[]; partial: boolean }> {
  const people = new Map<Anchor, Surveyed<T>>()
  const units: SurveyedUnit[] = []
  const partial = await surveyObjects(survey, { attributes }, object => {
    if (object.kind === 'unit') units.push(unitOf(object))
    if (isSomebody(object)) people.set(object.anchor, { ...nameOf(object), seen: look(object) })
    return people.size < most.people
  })
  const stands = standing(units, survey)
  return { people: [...people.values()].filter(({ parent }) => stands(parent)), partial }
}

type SurveyedUnit = Pick<DirectoryObject, 'anchor' | 'parent' | 'dn'>
export const unitOf = ({ anchor, parent, dn }: DirectoryObject): SurveyedUnit => ({ anchor, parent, dn })

/** True for a person; not for the accounts of computers and of Active Directory itself. */
export const isSomebody = ({ kind, attributes }: DirectoryObject): boolean =>
  kind === 'person' && accountKind(name => attributes[name]?.[0] ?? null) === null

function nameOf({ anchor, parent, dn, attributes }: DirectoryObject) {
  const name = attributes.displayName?.[0] ?? attributes.cn?.[0] ?? dn
  return { anchor, parent, dn, name }
}

/** Tells of a unit whether its people are in the chosen ones. */
export function standing(units: readonly SurveyedUnit[], { settings }: Survey): (unit: Anchor | null) => boolean {
  const known = new Set(units.map(({ anchor }) => anchor))
  const roots = units.filter(({ parent }) => parent === null || !known.has(parent))
  const tree = unitTree(
    units.map(unit => ({ ...unit, scope: 0 })),
    roots.map(({ anchor, dn }) => ({ root: anchor, rootDn: dn })),
  )
  return unit => placeByUnit(tree.ancestry(unit), settings.organizationalUnits, () => false) === 'in'
}

/**
 * Reads what stands in the chosen units, or with lists everything.
 * @returns whether it ended before everything was read: because `take` had enough, or for want of time
 * @throws ReadFailure
 */
export async function surveyObjects(
  { source, settings, signal }: Survey,
  { attributes, lists = false }: Pick<ImportRequest, 'attributes' | 'lists'>,
  take: (object: DirectoryObject) => boolean,
): Promise<boolean> {
  const distributionLists = { mode: lists ? ('all' as const) : ('none' as const) }
  const scopes = await chooseScopes({ ...settings, distributionLists }, source, signal)
  const patience = AbortSignal.timeout(most.wait)
  const request = {
    scopes,
    attributes: [...new Set([...asked, ...attributes])],
    signal: AbortSignal.any([signal, patience]),
    lists,
  }
  for await (const event of source.import(request)) {
    if (event.type === 'objects' && !decodeObjects(event.block).every(take)) return true
    if (event.type !== 'scope-incomplete') continue
    if (patience.aborted) return true
    throw new ReadFailure(event.fault)
  }
  return false
}
