import * as z from 'zod'
import { adminRoute } from '@/lib/access/doors'
import { formatFile, writtenFile } from '@/lib/config-file/write-config-file'
import { exportConfiguration } from '@/lib/connectors/export-configuration'
import { sentence } from '@/lib/words/words'

const Format = z.enum(['yaml', 'json']).catch('yaml')
const types = { yaml: 'application/yaml; charset=utf-8', json: 'application/json; charset=utf-8' }
/** So much of a file goes out at a time. */
const piece = 64 * 1024

/** The live configuration as a file, without secrets. Who took it along is recorded before the first byte. */
export const GET = adminRoute<{ id: string }>('enrollment.settings.read', async (request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return unknown()
  const format = Format.parse(new URL(request.url).searchParams.get('format'))
  const actor = { kind: 'administrator', id: admin.administratorId } as const
  const exported = await exportConfiguration(admin.organizationId, actor, id)
  if (!exported.ok) return unknown()
  const { name, version } = exported.value
  const from = exported.value.kind === 'agent' ? 'agent' : 'secret'
  const heading = sentence('export-heading', { version, from, name: '' }, 'config-file')
  const text = formatFile(writtenFile(exported.value, 'secret'), format, heading)
  return new Response(inPieces(Buffer.from(text)), {
    headers: {
      'content-type': types[format],
      'content-disposition': `attachment; filename="${fileName(name)}.${format}"`,
      'x-content-type-options': 'nosniff',
    },
  })
})

const inPieces = (bytes: Uint8Array): ReadableStream<Uint8Array> => {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + piece))
      at += piece
    },
  })
}

const fileName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'connector'
const unknown = () => Response.json({ code: 'connector-unknown' }, { status: 404 })
