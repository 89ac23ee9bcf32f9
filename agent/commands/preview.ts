import { decodeObjects } from '@/lib/directory/object-block'
import { ReadFailure } from '@/lib/directory/read-fault'
import { agentFolder, env } from '../env'
import { readLastImport } from '../last-import'
import { openReader } from '../reader'
import { eventLines, objectLines } from '../sent-in-words'
import { readSettings } from '../settings'

/**
 * Shows in plain text exactly what an import would send: the same reading with what the portal asked for last, printed in
 * place of being sent.
 */
export async function preview(): Promise<void> {
  const environment = env()
  const folder = agentFolder(environment)
  const last = readLastImport(folder)
  if (!last)
    throw new Error(
      'The portal has not asked for an import yet, so there is nothing to show. Start one with: sync --dry-run',
    )
  const source = openReader(folder, readSettings(folder), environment, last.baseDn)
  const { method: _, ...request } = last.call
  console.log(`# The portal asked last for these attributes: ${[...request.attributes].join(', ')}`)
  console.log(`# of everybody below ${request.scopes.map(({ dn }) => dn || 'the search base').join(' and ')}.`)
  let objects = 0
  for await (const event of source.import({ ...request, signal: new AbortController().signal })) {
    if (event.type === 'scope-incomplete') throw new ReadFailure(event.fault)
    if (event.type !== 'objects') print(eventLines(event))
    else {
      const found = decodeObjects(event.block)
      objects += found.length
      for (const object of found) print(objectLines(object))
      event.block.release?.()
    }
  }
  console.log(`# ${objects} objects would be sent. Nothing was.`)
}

const print = (lines: string[]): void => console.log(lines.join('\n'))
