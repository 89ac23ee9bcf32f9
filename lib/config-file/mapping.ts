import { isScalar } from 'yaml'
import { MappingSettings } from '@/lib/settings/mapping'
import { mappingFaults } from '@/lib/sync/check-mapping'
import type { MappingOfFile } from './config-file'
import { deepest, readGroup } from './group'
import { type Reading, wrong } from './values'

/** How values become fields. What an expression's own text has against it is told with the line of the file. */
export function readMapping(reading: Reading, node: unknown): MappingOfFile | null {
  const settings = readGroup(reading, node, 'mapping', MappingSettings)
  if (settings === null) return null
  const faults = mappingFaults(settings, null)
  for (const { code, args, path = '' } of faults) {
    const at = deepest(node, path.split('.').slice(1))
    wrong(reading, at, 'mapping', code, { ...args, line: reading.lineOf(at) + linesBefore(at, args.line) })
  }
  return faults.length > 0 ? null : { settings, lines: linesOf(reading, node, settings) }
}

/** Where each attribute and expression stands, by the path that a fault of the directory's schema names. */
function linesOf(reading: Reading, node: unknown, { fields, custom }: MappingSettings): Record<string, number> {
  const sources = [
    ...Object.entries(fields).map(([name, field]) => ({ path: `fields.${name}`, field })),
    ...custom.map((field, index) => ({ path: `custom.${index}`, field })),
  ]
  const paths = sources.flatMap(({ path, field }) => {
    if (!('source' in field)) return []
    const { source } = field
    return source.kind === 'expression'
      ? [`${path}.source.text`]
      : source.names.map((_, index) => `${path}.source.names.${index}`)
  })
  return Object.fromEntries(paths.map(path => [`mapping.${path}`, reading.lineOf(deepest(node, path.split('.')))]))
}

/** A block (| or >) has its first line below the place where it begins. */
function linesBefore(node: unknown, lineOfText: string | number | undefined): number {
  const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
  return Number(lineOfText ?? 1) - (isBlock ? 0 : 1)
}
