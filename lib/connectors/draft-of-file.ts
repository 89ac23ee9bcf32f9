import type { CloudReach, ConfigFile, ListReference, UnitReference } from '@/lib/config-file/config-file'
import { parseAnchor } from '@/lib/directory/anchor'
import { readAuthority } from '@/lib/directory/authority'
import { dnKey, parseDistinguishedName } from '@/lib/directory/distinguished-name'
import { done, type Fault, type Outcome, refused } from '@/lib/outcome'
import type { ConnectionSettings } from '@/lib/settings/connection'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { Connector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { InclusionCheck } from './job-request'
import { toldDirectory } from './save-agent-directory'
import type { Schema } from './schema-of-file'

/**
 * The connection that a file means for a connector: where agents read, as it was told on their machines. Faults with their
 * lines: `kind-differs`, `agent-directory-missing`, and those of `connectionOf`.
 */
export async function connectionFor(
  tx: OrganizationTransaction,
  { id, kind: own, name }: Connector,
  file: ConfigFile,
): Promise<Outcome<ConnectionSettings>> {
  const { kind, kindLine: line } = file
  if (kind !== own) return refused('kind-differs', { line, kind, own, name })
  if (file.kind === 'cloud') return connectionOf(file)
  const told = await toldDirectory(tx, id)
  return told ? done({ ...told, baseDn: file.baseDn ?? told.baseDn }) : refused('agent-directory-missing', { line })
}

/** A file's connection, as far as it may be read without this machine's environment and files. */
function connectionOf({ password, authority, connection }: CloudReach): Outcome<ConnectionSettings> {
  const faults: Fault[] = []
  if (password.from === 'env') faults.push({ code: 'env-refused', args: { line: password.line } })
  if (authority.kind === 'file') faults.push({ code: 'ca-file-refused', args: { line: authority.line } })
  const read = authority.kind === 'pem' ? readAuthority(authority.pem) : null
  if (read && !read.ok) faults.push(...read.faults)
  if (faults.length > 0) return { ok: false, faults }
  return done({ ...connection, ca: read?.ok ? read.value.pem : null })
}

type Named = { anchor: string; dn: string }
type Reference = UnitReference | ListReference

/** What the directory was asked for, by how the file names it; null = it has none of that name. Rules stand by their filter. */
export type LookedUp = {
  units: Map<string, Named | null>
  lists: Map<string, Named | null>
  rules: Map<string, CheckedRule>
  /** What the schema says of every attribute that the file reads, where that was asked for. */
  schema?: Schema
}
/** What checking a rule came to; nobody was counted. */
export type CheckedRule =
  | Extract<InclusionCheck, { fits: false }>
  | Pick<Extract<InclusionCheck, { fits: true }>, 'fits' | 'inclusion'>
export const nothingLookedUp: LookedUp = { units: new Map(), lists: new Map(), rules: new Map() }

/** Where names are found, and the faults of one that nobody has looked up and of one that the directory does not know. */
type Known = { named: readonly Named[]; looked: ReadonlyMap<string, Named | null>; unasked: string; missing: string }

/** A GUID decides by itself; a DN alone has to be one that was looked up. */
function find({ reference, dn }: Reference, { named, looked }: Known): Named | null {
  const anchor = parseAnchor(reference)
  if (anchor) return { anchor, dn: dn ?? named.find(one => one.anchor === anchor)?.dn ?? '' }
  const key = keyOf(reference)
  return looked.get(reference) ?? named.find(one => keyOf(one.dn) === key) ?? null
}
const keyOf = (dn: string): string | null => (parseDistinguishedName(dn) ? dnKey(dn) : null)

/** Each with whom it names. Faults: with the line of each that is not known. */
function findAll<R extends Reference>(references: readonly R[], known: Known): Outcome<(R & { named: Named })[]> {
  const found = references.map(one => ({ ...one, named: find(one, known) }))
  const missing = found.filter(({ named }) => named === null)
  const codeOf = (reference: string) => (known.looked.has(reference) ? known.missing : known.unasked)
  if (missing.length > 0)
    return {
      ok: false,
      faults: missing.map(({ reference, line }) => ({ code: codeOf(reference), args: { value: reference, line } })),
    }
  return done(found.flatMap(one => (one.named ? [{ ...one, named: one.named }] : [])))
}

export function unitsOf(
  { organizationalUnits: units, newUnits }: ConfigFile,
  known: readonly ConnectorSettings[],
  { units: looked }: LookedUp,
): Outcome<ConnectorSettings['organizationalUnits']> {
  const usual = newUnits === undefined ? {} : { newUnits }
  if (units === 'none') return done({ mode: 'none' })
  if (units === 'all') return done({ mode: 'all', ...usual })
  const named = known.flatMap(({ organizationalUnits: own }) => (own.mode === 'chosen' ? own.rules : []))
  const found = findAll(units, { named, looked, unasked: 'unit-needs-guid', missing: 'organizational-unit-not-found' })
  if (!found.ok) return found
  return done({
    mode: 'chosen',
    ...usual,
    rules: found.value.map(({ effect, newUnits: own, named: { anchor, dn } }) => ({
      ...{ anchor, dn, effect },
      ...(own ? { newUnits: own } : {}),
    })),
  })
}

export function listsOf(
  { distributionLists: lists, peopleOfLists: people = 'left-out' }: ConfigFile,
  known: readonly ConnectorSettings[],
  { lists: looked }: LookedUp,
): Outcome<ConnectorSettings['distributionLists'] | undefined> {
  if (lists === undefined) return done(undefined)
  if (!Array.isArray(lists)) return done({ mode: lists })
  const named = known.flatMap(({ distributionLists: own }) => (own.mode === 'chosen' ? own.lists : []))
  const found = findAll(lists, { named, looked, unasked: 'list-needs-guid', missing: 'distribution-list-not-found' })
  if (!found.ok) return found
  return done({ mode: 'chosen', people, lists: found.value.map(({ named: { anchor, dn } }) => ({ anchor, dn })) })
}

/** A rule goes with what the directory's schema says of it, so only one that has been checked can stand in a draft. */
export function inclusionOf(
  { inclusionRule: rule }: ConfigFile,
  known: readonly ConnectorSettings[],
  { rules: looked }: LookedUp,
): Outcome<ConnectorSettings['inclusion'] | undefined> {
  if (rule === undefined) return done(undefined)
  const { filter, line } = rule
  if (filter === null) return done(null)
  const checked = known.map(({ inclusion }) => inclusion).find(one => one?.filter === filter)
  if (checked) return done(checked)
  const check = looked.get(filter)
  if (!check) return refused('rule-needs-directory', { line })
  if (check.fits) return done(check.inclusion)
  return { ok: false, faults: check.faults.map(({ code, args }) => ({ code, args: { ...args, line } })) }
}
