import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type YAMLMap } from 'yaml'
import type { Fault, Outcome } from '@/lib/outcome'
import { done, refused } from '@/lib/outcome'
import { largestFile } from './config-file'

/** A parsed file's top level, and on which line each node stands. */
export type Source = { root: YAMLMap; lineOf: (node: unknown) => number }

/**
 * Reads the text as one plain YAML 1.2 mapping: no aliases, no tags, no duplicate keys, one document, at most 512 kB.
 * Nothing is expanded, so a small file cannot become a large value.
 */
export function readDocument(bytes: Uint8Array): Outcome<Source> {
  if (bytes.length > largestFile) return refused('file-too-large')
  const text = decode(bytes)
  if (text === null) return refused('file-not-text')
  const lineCounter = new LineCounter()
  const lineAt = (offset: number) => lineCounter.linePos(offset).line
  const document = parse(text, lineCounter)
  // The parser gives up where brackets are nested past its stack; nobody writes that by hand.
  if (!document) return refused('yaml-invalid', { line: 1 })
  const lineOf = (node: unknown) => (isNode(node) && node.range ? lineAt(node.range[0]) : 1)
  const faults = [
    ...document.errors.map(({ code, pos }) => faultOf(code, lineAt(pos[0]), text.slice(pos[0]))),
    ...forbidden(document, lineOf),
  ]
  if (faults.length > 0) return { ok: false, faults }
  if (document.contents === null) return refused('file-empty')
  if (isScalar(document.contents) && document.contents.value === null) return refused('file-empty')
  return isMap(document.contents)
    ? done({ root: document.contents, lineOf })
    : refused('not-a-mapping', { line: lineOf(document.contents) })
}

function decode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

function parse(text: string, lineCounter: LineCounter) {
  try {
    return parseDocument(text, { strict: true, uniqueKeys: true, merge: false, prettyErrors: false, lineCounter })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function faultOf(code: string, line: number, rest: string): Fault {
  if (code === 'DUPLICATE_KEY')
    return { code: 'key-duplicate', args: { line, key: /^["']?([^\s:"']*)/.exec(rest)?.[1] ?? '' } }
  if (code === 'MULTIPLE_DOCS') return { code: 'several-documents', args: { line } }
  if (code === 'TAG_RESOLVE_FAILED') return { code: 'tag-refused', args: { line } }
  return { code: 'yaml-invalid', args: { line } }
}

/** Aliases, the anchors they point to, and tags: ways to say more than is written. */
function forbidden(document: ReturnType<typeof parseDocument>, lineOf: Source['lineOf']): Fault[] {
  const faults: Fault[] = []
  visit(document, {
    Node: (_, node) => {
      const line = lineOf(node)
      if (isAlias(node) || node.anchor) faults.push({ code: 'alias-refused', args: { line } })
      else if (node.tag) faults.push({ code: 'tag-refused', args: { line } })
    },
  })
  return faults
}
