import { decodeObjects } from '@/lib/directory/object-block'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectoryObject } from '@/lib/directory/source'
import { agentFolder, env } from '../env'
import { readLastImport } from '../last-import'
import { openReader } from '../reader'
import { readSettings } from '../settings'

/**
 * Shows in plain text exactly what an import would send: the same reading with what the portal asked for last, printed in
 * place of being sent.
 */
export async function preview(): Promise<void> {
  const environment = env()
  const folder = agentFolder(environment)
  const last = readLastImport(folder)
  if (!last) throw new Error('The portal has not asked for an import yet, so there is nothing to show.')
  const source = openReader(folder, readSettings(folder), environment, last.baseDn)
  const { method: _, ...request } = last.call
  console.log(`# asked for ${[...request.attributes].join(', ')}`)
  console.log(`# below ${request.scopes.map(({ dn }) => dn || 'the search base').join(' and ')}`)
  let objects = 0
  for await (const event of source.import({ ...request, signal: new AbortController().signal })) {
    if (event.type === 'scope-incomplete') throw new ReadFailure(event.fault)
    if (event.type !== 'objects') console.log(`# ${JSON.stringify(event)}`)
    else {
      const found = decodeObjects(event.block)
      objects += found.length
      for (const object of found) console.log(textOf(object))
      event.block.release?.()
    }
  }
  console.log(`# ${objects} objects would be sent; nothing was.`)
}

function textOf({ dn, kind, anchor, attributes, members }: DirectoryObject): string {
  const values = Object.entries(attributes).flatMap(([name, list]) => list.map(value => `${name}: ${value}`))
  const lines = [`dn: ${dn}`, `kind: ${kind}`, `objectGUID: ${anchor}`, ...values]
  return `${[...lines, ...(members ?? []).map(member => `member: ${member}`)].join('\n')}\n`
}
