import type { ConnectionSettings } from '@/lib/settings/connection'
import type { AttributeSyntax } from '@/lib/settings/inclusion'
import type { Anchor } from './anchor'
import type { ObjectBlock } from './object-block'
import type { ReadFault } from './read-fault'
import type { Secret } from './secret'
import type { FullReadReason, QuickMethod, Watermark } from './watermark'

/** One object of the directory as the reader delivers it: normalized values, nothing interpreted. */
export type DirectoryObject = {
  anchor: Anchor
  /**
   * `person`: objectCategory=person and objectClass=user. `unit`: an organizational unit, container or the domain itself.
   * `list`: a group, which is what a distribution list is; delivered only where `ImportRequest.lists` asks for it.
   */
  kind: 'person' | 'unit' | 'list'
  /** The DN as the server wrote it; an address, not an identity. */
  dn: string
  /** objectGUID of the parent (MS-ADTS 3.1.1.4.5.29 parentGUID); null for the naming context's root. */
  parent: Anchor | null
  /** uSNChanged as a decimal text: 64 bits do not fit a JavaScript number. */
  usnChanged: string
  /** True for a tombstone (MS-ADTS 3.1.1.5.5), which only `lookUp` delivers. */
  deleted: boolean
  /** Values by attribute in LDAP spelling; an attribute without values is absent. NFC, control characters removed. */
  attributes: Record<string, string[]>
  /** Attributes in which control or bidirectional characters were found and removed. */
  cleaned: string[]
  /**
   * The DNs in a list's `member`, as the server wrote them, each once; only the direct members, of any kind. Absent for
   * other kinds, and for a list whose members could not be read completely: then `membersFault` says why, and nobody may
   * be taken out of that list.
   */
  members?: readonly string[]
  membersFault?: ReadFault
}

/** One subtree that is read and proved complete by itself. */
export type Scope = {
  /** objectGUID of the scope's root, or null for the search base. */
  anchor: Anchor | null
  /** The DN under which it was last known, for display. */
  dn: string
}

/** Why a scope counts as completely read (DESIGN: invariant 1). */
export type ScopeProof = {
  scope: Scope
  /** The root as found in this read. */
  root: Anchor
  rootDn: string
  pages: number
  /** Every object delivered, people, units and lists, each counted once. */
  objects: number
  people: number
  /** Of the objects: lists, where they were asked for. */
  lists?: number
  /** How many objects changed while reading and were fetched again. */
  changedWhileReading: number
  rounds: number
}

export type DirectoryIdentity = {
  /** The domain's SID in text (S-1-5-21-…), pinned at the first run. */
  domainSid: string
  defaultNamingContext: string
  dnsHostName: string
  /** highestCommittedUSN before the first page. */
  highestCommittedUsn: string
  /** The host, as configured, and port that served the whole read. */
  server: string
  /** The address that the host's name stood for: one connection to it served the whole read. Absent in older records. */
  address?: string
  /** When the certificate that the server showed ends (ISO 8601). Absent in older records. */
  certificateEnds?: string
  /** Which server's database answered, in which of its generations: told where `ImportRequest.part` makes it matter. */
  generation?: string
}

/**
 * A part of each scope. Parts are for whoever may not work long enough for the whole; they count by numbers that only one
 * generation of one server's database gives (`DirectoryIdentity.generation`).
 * `created`: what has a uSNCreated from one number to another, both included; `to` null = and later. It never changes, so
 * parts without a gap between them are the whole, whoever moves meanwhile. `changed`: what has a uSNChanged above `since`.
 * The scope's root belongs to every part.
 */
export type ImportPart = { by: 'created'; from: string; to: string | null } | { by: 'changed'; since: string }

/** An object that changed while reading is delivered again, and the last delivery counts; a proof counts it once. */
export type ImportEvent =
  | { type: 'identity'; identity: DirectoryIdentity }
  | { type: 'objects'; scope: number; block: ObjectBlock }
  | { type: 'scope-complete'; scope: number; proof: ScopeProof }
  | { type: 'scope-incomplete'; scope: number; fault: ReadFault }
  // Said before the first objects, by a source that took `ImportRequest.quick` up: what follows are differences only.
  | { type: 'quick'; method: QuickMethod }
  | { type: 'gone'; objects: DepartedObject[] }
  // There is a doubt, and nothing follows. What was delivered counts for nothing; the caller imports again without `quick`.
  | { type: 'full-read-needed'; because: FullReadReason }
  // From where the next quick import may go on; said at the end, when every scope is complete.
  | { type: 'watermark'; watermark: Watermark }
  // What was delivered so far counts for nothing, and everything follows anew: somebody else took the reading over.
  | { type: 'begun-anew' }

/**
 * An object that was known and is not in any scope any more. `deleted`: its tombstone was seen. `moved`: it was seen
 * elsewhere, under `dn`. `absent`: nobody knows, which is no evidence of anything.
 */
export type DepartedObject = { anchor: Anchor } & (
  | { found: 'deleted' | 'absent'; dn: null }
  | { found: 'moved'; dn: string }
)

/** What a quick import goes on from. A source that cannot do it leaves it alone and delivers everything. */
export type QuickRequest = {
  watermark: Watermark
  /** Names what is known to whoever keeps it, for a source whose reader asks from afar; without it such a source reads everything. */
  base?: string
  /** Everything that is known, in records of `known-objects`; read once, from the beginning. */
  known: AsyncIterable<Buffer>
  /** Known objects whose values may change without a change of their number: they are fetched in any case. Looked for meanwhile. */
  again: Promise<readonly Anchor[]>
  /** The known objects that name one of these in their values. */
  naming(anchors: readonly Anchor[]): Promise<Anchor[]>
}

export type ImportRequest = {
  scopes: readonly Scope[]
  /** Attributes wanted of people beside those the reader needs itself. */
  attributes: readonly string[]
  /** Of people, too: their changes are to be noticed by a quick import, and their values stay where they are. */
  watched?: readonly string[]
  /** True: groups are read too, with their members. */
  lists?: boolean
  /** Only this part of each scope, without a watermark. A source that cannot do it delivers everything. */
  part?: ImportPart
  /** Only what changed since: the source says `quick` and delivers differences, or `full-read-needed`. */
  quick?: QuickRequest
  signal: AbortSignal
}

/** What a look-up by GUID found. `not-found` is only said when the server answered; a failed look-up throws. */
export type LookUpResult = { anchor: Anchor; object: DirectoryObject | null }

/** Who stands under a DN; null = nobody, or nobody who can be seen. */
export type IdentifiedName = { dn: string; anchor: Anchor | null }

/** A unit above somebody. */
export type FoundUnit = { anchor: Anchor; dn: string; isBase: boolean }
/** A person whom a search found, with the units above, nearest first; the search base ends them, where it could be reached. */
export type FoundPerson = { object: DirectoryObject; above: FoundUnit[] }

export type DirectoryNode = {
  anchor: Anchor
  dn: string
  /** The value of the RDN, unescaped. */
  name: string
  kind: 'domain' | 'organizational-unit' | 'container'
  hasChildren: boolean
  /** People directly inside, and in the whole subtree. */
  people: number
  peopleBelow: number
  /** True when only part of the count could be read (it is then a lower bound). */
  partial: boolean
}

/** An object that was asked for by its name or its identity. */
export type NamedObject = { anchor: Anchor; dn: string; kind: DirectoryObject['kind'] | 'other' }

/** What the directory's schema says of an attribute. */
export type AttributeDefinition = {
  /** lDAPDisplayName, in the schema's own spelling. */
  name: string
  syntax: AttributeSyntax
  /** Computed when it is asked for: such an attribute cannot be searched (MS-ADTS 3.1.1.4.5). */
  constructed: boolean
}

/** The seven checks behind Test Connection, in order. */
export const probeChecks = ['name', 'port', 'secure', 'sign-in', 'base', 'deleted', 'sample'] as const
export type ProbeCheck = (typeof probeChecks)[number]

export type ProbeStep = {
  check: ProbeCheck
  state: 'waiting' | 'running' | 'passed' | 'warning' | 'failed' | 'not-checked'
  /** Whole milliseconds. */
  took: number | null
  /** What went wrong, as a code with its arguments. */
  fault: ReadFault | null
  /** What somebody should know although the check passed. */
  warnings: ReadFault[]
  /** Facts to show, e.g. `{ issuer, subject, validTo }`, `{ people, units }`, `{ baseDn }`. */
  facts: Record<string, string | number | string[]>
}

export type ProbeReport = {
  passed: boolean
  steps: ProbeStep[]
  /** The directory's default naming context, when it could be read. */
  baseDn: string | null
  namingContexts: string[]
}

/** A unit that was looked for, and the units around it, the nearest first. */
export type UnitMatch = { node: DirectoryNode; above: { anchor: Anchor; name: string }[] }

/** The credentials and the place, ready to be used. Only `lib/directory/ldap` looks inside. */
export type DirectoryTarget = { connection: ConnectionSettings; password: Secret }

/** Where directory objects come from: the portal's own reader, or an agent in the intranet. Nothing here can write. */
export type DirectorySource = {
  /**
   * Calls `tell` after every step; never throws for what the directory did. Of the mapped attributes those are told that
   * none of the first people has.
   */
  probe(tell: (report: ProbeReport) => void, signal: AbortSignal, mapped?: readonly string[]): Promise<ProbeReport>
  /** The children of a unit (null: the search base itself, one node). @throws ReadFailure */
  browse(parent: Anchor | null, signal: AbortSignal): Promise<DirectoryNode[]>
  /** The units below the search base whose name holds a text, 50 at most. @throws ReadFailure */
  findUnits(text: string, signal: AbortSignal): Promise<UnitMatch[]>
  /** Where the rules of a configuration point: each DN's or GUID's unit, null when there is none. @throws ReadFailure */
  resolveUnits(references: readonly string[], signal: AbortSignal): Promise<(DirectoryNode | null)[]>
  /**
   * What stands under DNs or GUIDs in the naming context of the search base; null = the server shows nothing there, or it is
   * another server's. @throws ReadFailure
   */
  describeObjects(references: readonly string[], signal: AbortSignal): Promise<(NamedObject | null)[]>
  /** What the schema says of attributes, by name or object identifier; null = it does not know it. @throws ReadFailure */
  describeAttributes(names: readonly string[], signal: AbortSignal): Promise<(AttributeDefinition | null)[]>
  /** Streams everything below the scopes, then each scope's proof or fault. Transport errors are scope faults, not throws. */
  import(request: ImportRequest): AsyncIterable<ImportEvent>
  /**
   * At most ten people below the search base whom a text names exactly (objectGUID, address, user name, employee number,
   * name), or else whose name begins with it. @throws ReadFailure
   */
  find(text: string, attributes: readonly string[], signal: AbortSignal): Promise<FoundPerson[]>
  /** The objectGUIDs of the people whom DNs name, wherever they stand: managers outside of what is read. @throws ReadFailure */
  identify(dns: readonly string[], signal: AbortSignal): Promise<IdentifiedName[]>
  /** Searches the whole naming context and, where the account may, the tombstones. @throws ReadFailure */
  lookUp(anchors: readonly Anchor[], attributes: readonly string[], signal: AbortSignal): AsyncIterable<LookUpResult[]>
}
