import * as z from 'zod'
import { readBody } from '@/lib/access/read-body'

const mostIds = 100_000
/** Bytes: an id has 36 characters, and a comma behind it. */
const mostBody = mostIds * 40

/** Ids in a field, separated by commas. */
const Ids = z
  .string()
  .transform(text => (text === '' ? [] : text.split(',')))
  .pipe(z.array(z.uuid()).max(mostIds))
const Selected = z.union([z.object({ only: Ids }), z.object({ without: Ids })])

/** What a form sent of a selection: only these rows, or all that match but these. @returns null when it is none */
export async function selectedRows(request: Request): Promise<z.infer<typeof Selected> | null> {
  const body = await readBody(request, mostBody)
  if (body === null) return null
  const type = request.headers.get('content-type') ?? ''
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  return Selected.safeParse(Object.fromEntries(form)).data ?? null
}
