import * as z from 'zod'

/** Ids in a field, separated by commas. */
const Ids = z
  .string()
  .transform(text => (text === '' ? [] : text.split(',')))
  .pipe(z.array(z.uuid()).max(100_000))
const Selected = z.union([z.object({ only: Ids }), z.object({ without: Ids })])

/** What a form sent of a selection: only these rows, or all that match but these. @returns null when it is none */
export async function selectedRows(request: Request): Promise<z.infer<typeof Selected> | null> {
  return Selected.safeParse(Object.fromEntries(await request.formData())).data ?? null
}
