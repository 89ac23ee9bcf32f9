import { existsSync, readFileSync } from 'node:fs'

/** How often each operation was sent to a directory, by its name. */
export type Operations = Map<string, number>

/** The extensions that change nothing, by OID: StartTLS (RFC 4511 §4.14) and WhoAmI (RFC 4532). */
const extensions: Record<string, string> = {
  '1.3.6.1.4.1.1466.20037': 'extended start-tls',
  '1.3.6.1.4.1.4203.1.11.3': 'extended who-am-i',
}

export const extensionName = (oid: string): string => extensions[oid] ?? `extended ${oid}`

/** Operations that change nothing; whatever else is sent to a directory is a fault of the product. */
const harmless = new Set(['bind', 'search', 'unbind', 'abandon', ...Object.values(extensions)])

/** @throws Error naming what was sent beside reading */
export function mustOnlyRead(operations: Operations): void {
  const harmful = [...operations].filter(([name]) => !harmless.has(name))
  if (harmful.length === 0) return
  throw new Error(
    `A directory was asked for more than reading: ${harmful.map(([name, n]) => `${n} ${name}`).join(', ')}`,
  )
}

export const count = (operations: Operations, name: string): void =>
  void operations.set(name, (operations.get(name) ?? 0) + 1)

/** What the sample company's directory wrote down of what it was sent (ENROLLMENT_SAMPLE_RECORD). */
export function readRecord(file: string): Operations {
  const operations: Operations = new Map()
  if (!existsSync(file)) return operations
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const { kind, name } = JSON.parse(line) as { kind: string; name: string }
    count(operations, kind === 'extended' ? extensionName(name) : kind)
  }
  return operations
}
