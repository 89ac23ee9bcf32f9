import { formatFile, passwordVariableOf, writtenFile } from '@/lib/config-file/write-config-file'
import { exportConfiguration } from '@/lib/connectors/export-configuration'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused, refuse } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'

/** `export NAME [--format yaml|json]`: the live configuration as a file that `apply` reads back; it holds no secret. */
export async function exportFile(
  context: Context,
  name: string,
  { format = 'yaml' }: { format?: string },
): Promise<Answer> {
  if (format !== 'yaml' && format !== 'json') refuse('format-unknown', { value: format })
  const { id } = await connectorNamed(context, name)
  const exported = await exportConfiguration(context.organizationId, context.actor, id)
  if (!exported.ok) throw new Refused(exported.faults)
  const file = writtenFile(exported.value, 'env')
  const { version } = exported.value
  const from = exported.value.kind === 'agent' ? 'agent' : 'env'
  const heading = sentence('export-heading', { version, from, name: passwordVariableOf(name) }, 'config-file')
  return { exit: 0, json: file, lines: [formatFile(file, format, heading).trimEnd()] }
}
