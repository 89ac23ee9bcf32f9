import * as z from 'zod'
import type { Anchor } from '@/lib/directory/anchor'
import type { ReadFault } from '@/lib/directory/read-fault'
import type {
  AttributeDefinition,
  DepartedObject,
  DirectoryIdentity,
  DirectoryNode,
  DirectoryObject,
  FoundPerson,
  IdentifiedName,
  ImportEvent,
  ImportPart,
  LookUpResult,
  NamedObject,
  ProbeReport,
  Scope,
  ScopeProof,
  UnitMatch,
} from '@/lib/directory/source'
import type { FullReadReason, Watermark } from '@/lib/directory/watermark'

/** What crosses the wire of `DirectorySource`, in both directions; each side parses what the other sent. */

const text = z.string().max(100_000)
const count = z.int().min(0)
const number = z.string().regex(/^\d{1,20}$/)
const WireAnchor = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as unknown as z.ZodType<Anchor>
const Arguments = z.record(z.string(), z.union([z.string(), z.number()]))

/** The code is looked up by whoever shows it; one of a newer agent reads as unexpected there. */
export const WireFault = z.object({ code: z.string().max(100), args: Arguments }) as unknown as z.ZodType<ReadFault>
const FullRead = z.object({ code: z.string().max(100), args: Arguments }) as unknown as z.ZodType<FullReadReason>

export const WireScope: z.ZodType<Scope> = z.object({ anchor: WireAnchor.nullable(), dn: text })
const Identity: z.ZodType<DirectoryIdentity> = z.object({
  domainSid: text,
  defaultNamingContext: text,
  dnsHostName: text,
  highestCommittedUsn: number,
  server: text,
  address: text.optional(),
  certificateEnds: text.optional(),
  generation: text.optional(),
})
const Proof: z.ZodType<ScopeProof> = z.object({
  scope: WireScope,
  root: WireAnchor,
  rootDn: text,
  pages: count,
  objects: count,
  people: count,
  lists: count.optional(),
  changedWhileReading: count,
  rounds: count,
})
const Departed: z.ZodType<DepartedObject> = z.discriminatedUnion('found', [
  z.object({ anchor: WireAnchor, found: z.enum(['deleted', 'absent']), dn: z.null() }),
  z.object({ anchor: WireAnchor, found: z.literal('moved'), dn: text }),
])
const methods = z.enum(['dirsync', 'usn', 'sweep'])
export const WireWatermark: z.ZodType<Watermark> = z.object({
  version: z.literal(1),
  method: methods,
  usn: number,
  dirSync: z.object({ cookie: z.base64(), objectSecurity: z.boolean() }).nullable(),
  invocationId: z.guid(),
  server: z.string().min(1),
  domainSid: z.string().min(1),
  request: z.string().min(1),
})

/** Everything that an agent's import says beside its objects. */
export type WireEvent = Exclude<ImportEvent, { type: 'objects' | 'begun-anew' }>
export const WireEvent: z.ZodType<WireEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('identity'), identity: Identity }),
  z.object({ type: z.literal('scope-complete'), scope: count, proof: Proof }),
  z.object({ type: z.literal('scope-incomplete'), scope: count, fault: WireFault }),
  z.object({ type: z.literal('quick'), method: methods }),
  z.object({ type: z.literal('gone'), objects: z.array(Departed) }),
  z.object({ type: z.literal('full-read-needed'), because: FullRead }),
  z.object({ type: z.literal('watermark'), watermark: WireWatermark }),
])

export const WirePart: z.ZodType<ImportPart> = z.discriminatedUnion('by', [
  z.object({ by: z.literal('created'), from: number, to: number.nullable() }),
  z.object({ by: z.literal('changed'), since: number }),
])

const kinds = z.enum(['person', 'unit', 'list'])
const WireObject: z.ZodType<DirectoryObject> = z.object({
  anchor: WireAnchor,
  kind: kinds,
  dn: text,
  parent: WireAnchor.nullable(),
  usnChanged: number,
  deleted: z.boolean(),
  attributes: z.record(z.string(), z.array(z.string())),
  cleaned: z.array(z.string()),
  members: z.array(z.string()).optional(),
  membersFault: WireFault.optional(),
})
const Node: z.ZodType<DirectoryNode> = z.object({
  anchor: WireAnchor,
  dn: text,
  name: text,
  kind: z.enum(['domain', 'organizational-unit', 'container']),
  hasChildren: z.boolean(),
  people: count,
  peopleBelow: count,
  partial: z.boolean(),
})
const UnitFound: z.ZodType<UnitMatch> = z.object({
  node: Node,
  above: z.array(z.object({ anchor: WireAnchor, name: text })),
})
const Named: z.ZodType<NamedObject> = z.object({
  anchor: WireAnchor,
  dn: text,
  kind: z.enum(['person', 'unit', 'list', 'other']),
})
const Definition = z.object({
  name: text,
  syntax: z.string(),
  constructed: z.boolean(),
}) as unknown as z.ZodType<AttributeDefinition>
const Found: z.ZodType<FoundPerson> = z.object({
  object: WireObject,
  above: z.array(z.object({ anchor: WireAnchor, dn: text, isBase: z.boolean() })),
})
const Identified: z.ZodType<IdentifiedName> = z.object({ dn: text, anchor: WireAnchor.nullable() })
const LookUps: z.ZodType<LookUpResult[]> = z.array(z.object({ anchor: WireAnchor, object: WireObject.nullable() }))
const Report: z.ZodType<ProbeReport> = z.object({
  passed: z.boolean(),
  steps: z.array(
    z.object({
      check: z.enum(['name', 'port', 'secure', 'sign-in', 'base', 'deleted', 'sample']),
      state: z.enum(['waiting', 'running', 'passed', 'warning', 'failed', 'not-checked']),
      took: z.number().nullable(),
      fault: WireFault.nullable(),
      warnings: z.array(WireFault),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    }),
  ),
  baseDn: text.nullable(),
  namingContexts: z.array(text),
})

const references = z.array(text).max(5_000)
const attributes = z.array(z.string().max(500)).max(2_000)

/** What the portal may ask an agent for: reading, and nothing else there is. */
export const Call = z.discriminatedUnion('method', [
  z.object({ method: z.literal('probe'), mapped: attributes }),
  z.object({ method: z.literal('browse'), parent: WireAnchor.nullable() }),
  z.object({ method: z.literal('find-units'), text }),
  z.object({ method: z.literal('resolve-units'), references }),
  z.object({ method: z.literal('describe-objects'), references }),
  z.object({ method: z.literal('describe-attributes'), names: attributes }),
  z.object({ method: z.literal('find'), text, attributes }),
  z.object({ method: z.literal('identify'), dns: references }),
  z.object({ method: z.literal('look-up'), anchors: z.array(WireAnchor).max(5_000), attributes }),
  z.object({
    method: z.literal('import'),
    scopes: z.array(WireScope).max(5_000),
    attributes,
    watched: attributes.optional(),
    lists: z.boolean().optional(),
    part: WirePart.optional(),
    /** Only what changed since; what is known is asked for (`KnownRequest`), as it was in the snapshot `base`. */
    quick: z.object({ watermark: WireWatermark, base: z.guid() }).optional(),
  }),
])
export type Call = z.infer<typeof Call>

/** Identities in one message. */
export const mostAnchors = 5_000

/** What an agent asks about its own quick import, of what the portal knows. */
export const KnownRequest = z.discriminatedUnion('ask', [
  /** The records (lib/directory/known-objects) of the next parts after this one; 0 = of the first ones. */
  z.object({ claim: z.int().min(1), ask: z.literal('objects'), after: count }),
  /** Which objects are to be read in any case. */
  z.object({ claim: z.int().min(1), ask: z.literal('again') }),
  /** Which objects name one of these. */
  z.object({ claim: z.int().min(1), ask: z.literal('naming'), anchors: z.array(WireAnchor).max(mostAnchors) }),
])
export type KnownRequest = z.infer<typeof KnownRequest>
/** The last part of which these are the records; null when there was no further one. */
export const KnownObjects = z.object({ part: count.nullable(), records: z.base64() })
export const KnownAnchors = z.object({ anchors: z.array(WireAnchor) })

/** What each answers; an `import` answers in parts. */
export const answers = {
  probe: Report,
  browse: z.array(Node),
  'find-units': z.array(UnitFound),
  'resolve-units': z.array(Node.nullable()),
  'describe-objects': z.array(Named.nullable()),
  'describe-attributes': z.array(Definition.nullable()),
  find: z.array(Found),
  identify: z.array(Identified),
  'look-up': LookUps,
} as const
