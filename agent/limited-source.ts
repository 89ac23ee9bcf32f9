import { isWithin } from '@/lib/directory/distinguished-name'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectorySource, ImportRequest } from '@/lib/directory/source'
import type { LocalLimits } from './settings'

/**
 * The reader within what this machine allows. What is beyond it is refused by name, never left out in silence: an attribute
 * that is merely missing would read as if everybody had lost it.
 */
export function limitSource(source: DirectorySource, limits: LocalLimits, baseDn: string | null): DirectorySource {
  const check = (attributes: readonly string[]) => {
    refuseBase(limits, baseDn)
    refuseAttributes(limits, attributes)
  }
  return {
    ...source,
    async probe(tell, signal, mapped = []) {
      check(mapped)
      return source.probe(tell, signal, mapped)
    },
    async browse(parent, signal) {
      check([])
      return source.browse(parent, signal)
    },
    async findUnits(text, signal) {
      check([])
      const found = await source.findUnits(text, signal)
      return found.filter(({ node }) => isAllowed(limits, node.dn))
    },
    async resolveUnits(references, signal) {
      check([])
      const nodes = await source.resolveUnits(references, signal)
      return nodes.map(node => (node && isAllowed(limits, node.dn) ? node : null))
    },
    async describeObjects(references, signal) {
      check([])
      const objects = await source.describeObjects(references, signal)
      return objects.map(object => (object && isAllowed(limits, object.dn) ? object : null))
    },
    async find(text, attributes, signal) {
      check(attributes)
      const found = await source.find(text, attributes, signal)
      return found.filter(({ object }) => isAllowed(limits, object.dn))
    },
    async identify(dns, signal) {
      check([])
      return source.identify(dns, signal)
    },
    async *lookUp(anchors, attributes, signal) {
      check(attributes)
      for await (const results of source.lookUp(anchors, attributes, signal))
        yield results.map(result =>
          result.object && !result.object.deleted && !isAllowed(limits, result.object.dn)
            ? { ...result, object: { ...result.object, attributes: {}, members: undefined } }
            : result,
        )
    },
    async *import(request) {
      check([...request.attributes, ...(request.watched ?? [])])
      yield* source.import(request)
    },
  }
}

const isAllowed = ({ baseDns }: LocalLimits, dn: string): boolean =>
  baseDns === null || baseDns.some(base => isWithin(dn, base))

/** @throws ReadFailure */
function refuseBase(limits: LocalLimits, baseDn: string | null): void {
  if (limits.baseDns === null) return
  if (baseDn === null || !isAllowed(limits, baseDn))
    throw new ReadFailure({ code: 'agent-base-refused', args: { baseDn: baseDn ?? 'the whole directory' } })
}

/** @throws ReadFailure */
function refuseAttributes({ attributes: allowed }: LocalLimits, attributes: ImportRequest['attributes']): void {
  if (allowed === null) return
  const known = new Set(allowed.map(name => name.toLowerCase()))
  const beyond = attributes.filter(name => !known.has(name.toLowerCase()))
  if (beyond.length > 0)
    throw new ReadFailure({ code: 'agent-attributes-refused', args: { attributes: beyond.join(', ') } })
}
