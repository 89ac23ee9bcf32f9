import type { Anchor } from '../anchor'
import { encodeKnownObjects } from '../known-objects'
import { decodeObjects } from '../object-block'
import type { DirectoryObject, DirectorySource, ImportEvent, QuickRequest, Scope } from '../source'
import type { FullReadReason, QuickMethod, Watermark } from '../watermark'

/** What was read of a directory, and from where a quick import goes on. */
export type Copy = { objects: Map<Anchor, DirectoryObject & { scope: number }>; watermark: Watermark | null }

export type QuickOutcome =
  | { kind: 'quick'; copy: Copy; method: QuickMethod; delivered: number; gone: Map<Anchor, string> }
  | { kind: 'full'; because: FullReadReason }

type Asked = { scopes?: Scope[]; attributes?: readonly string[] }

const whole: Scope[] = [{ anchor: null, dn: '' }]
const signal = new AbortController().signal

/** Reads everything. @throws Error when a scope is not complete */
export async function copyOf(
  source: DirectorySource,
  { scopes = whole, attributes = ['displayName', 'mail', 'manager'] }: Asked = {},
): Promise<Copy> {
  const copy: Copy = { objects: new Map(), watermark: null }
  for await (const event of source.import({ scopes, attributes, signal })) apply(copy, event)
  return copy
}

/** Reads what changed since, and makes a new copy of it. @throws Error when a scope is not complete */
export async function copyQuickly(
  source: DirectorySource,
  from: Copy,
  {
    scopes = whole,
    attributes = ['displayName', 'mail', 'manager'],
    quick = quickRequest(from),
  }: Asked & { quick?: QuickRequest } = {},
): Promise<QuickOutcome> {
  const copy: Copy = { objects: new Map(from.objects), watermark: null }
  const gone = new Map<Anchor, string>()
  let method: QuickMethod | null = null
  let delivered = 0
  for await (const event of source.import({ scopes, attributes, quick, signal })) {
    if (event.type === 'full-read-needed') return { kind: 'full', because: event.because }
    if (event.type === 'quick') method = event.method
    if (event.type === 'objects') delivered += event.block.objects
    if (event.type === 'gone') for (const { anchor, found } of event.objects) gone.set(anchor, found)
    apply(copy, event)
  }
  if (method === null) throw new Error('The source delivered everything')
  return { kind: 'quick', copy, method, delivered, gone }
}

/** As the database would ask: whoever has a manager outside of the copy is fetched in any case. */
export function quickRequest({ objects, watermark }: Copy): QuickRequest {
  if (!watermark) throw new Error('There is no watermark')
  const all = [...objects.values()]
  const names = new Set(all.map(({ dn }) => dn))
  const managerOf = ({ attributes }: DirectoryObject) => attributes.manager?.[0]
  const records = encodeKnownObjects(all)
  return {
    watermark,
    known: (async function* () {
      yield records
    })(),
    again: Promise.resolve(
      all.filter(object => managerOf(object) && !names.has(managerOf(object) ?? '')).map(({ anchor }) => anchor),
    ),
    naming: async anchors => {
      const lost = new Set(anchors.map(anchor => objects.get(anchor)?.dn))
      return all.filter(object => managerOf(object) && lost.has(managerOf(object))).map(({ anchor }) => anchor)
    },
  }
}

/** What two copies must agree in: everything but names, which follow from the parents', and names of others in values. */
export function essence({ objects }: Copy, { numbers = true } = {}): Record<string, unknown> {
  const rows = [...objects.values()].map(({ anchor, kind, dn, parent, usnChanged, attributes, cleaned }) => {
    const { manager, ...others } = attributes
    const name = dn.slice(0, dn.search(/(?<!\\),|$/))
    return [
      anchor,
      { kind, name, parent, cleaned, others, managed: manager !== undefined, ...(numbers ? { usnChanged } : {}) },
    ]
  })
  return Object.fromEntries(rows.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)))
}

function apply(copy: Copy, event: ImportEvent): void {
  if (event.type === 'objects')
    for (const object of decodeObjects(event.block)) copy.objects.set(object.anchor, { ...object, scope: event.scope })
  if (event.type === 'gone') for (const { anchor } of event.objects) copy.objects.delete(anchor)
  if (event.type === 'watermark') copy.watermark = event.watermark
  if (event.type === 'scope-incomplete') throw new Error(event.fault.code)
}
