import { isScalar } from 'yaml'
import { MappingSettings } from '@/lib/settings/mapping'
import { mappingFaults } from '@/lib/sync/check-mapping'
import { deepest, readGroup } from './group'
import { type Reading, wrong } from './values'

/** How values become fields. What an expression's own text has against it is told with the line of the file. */
export function readMapping(reading: Reading, node: unknown): MappingSettings | null {
  const settings = readGroup(reading, node, 'mapping', MappingSettings)
  if (settings === null) return null
  const faults = mappingFaults(settings, null)
  for (const { code, args, path = '' } of faults) {
    const at = deepest(node, path.split('.').slice(1))
    wrong(reading, at, 'mapping', code, { ...args, line: reading.lineOf(at) + linesBefore(at, args.line) })
  }
  return faults.length > 0 ? null : settings
}

/** A block (| or >) has its first line below the place where it begins. */
function linesBefore(node: unknown, lineOfText: string | number | undefined): number {
  const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
  return Number(lineOfText ?? 1) - (isBlock ? 0 : 1)
}
