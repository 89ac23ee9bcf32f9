import * as z from 'zod'
import { MessengerFault } from '../fault'
import type { ScimAnswer } from './client'

/** RFC 7644 §3.4.2. A list without anything may leave `Resources` out. */
const ListResponse = z.looseObject({
  schemas: z.array(z.string()).refine(all => all.includes('urn:ietf:params:scim:api:messages:2.0:ListResponse')),
  totalResults: z.int().min(0),
  startIndex: z.int().optional().catch(undefined),
  Resources: z.array(z.unknown()).default([]),
})

/** Objects asked for at once; a server may give fewer. */
const pageSize = 100

/** What a listing says in one answer. @throws MessengerFault `scim-list-malformed` */
export function readListResponse({ body }: ScimAnswer): {
  total: number
  startIndex: number | undefined
  items: unknown[]
} {
  const parsed = ListResponse.safeParse(body)
  if (!parsed.success) throw new MessengerFault('scim-list-malformed')
  const { totalResults, startIndex, Resources } = parsed.data
  return { total: totalResults, startIndex, items: Resources }
}

/**
 * Every object of a kind, page by page. It ends without an error only when the listing is proved complete: each page is the
 * one that was asked for, the total is the same on all of them, each object has an id and none comes twice, as many came as
 * the total says, and beyond the last there is nobody new. Whatever the pages brought before an error is true of what they
 * name and says nothing about anybody else.
 * @throws MessengerFault
 */
export async function* everyPage<T extends { id: string }>(
  ask: (query: string) => Promise<ScimAnswer>,
  read: (item: unknown) => T,
): AsyncGenerator<T[]> {
  const seen = new Set<string>()
  let total: number | null = null
  while (total === null || seen.size < total) {
    const page = await pageAt(ask, seen.size + 1, total)
    const items = page.items.map(read)
    total = page.total
    if (items.length === 0 && total > 0) throw disagrees(total, seen.size)
    for (const { id } of items) {
      if (seen.has(id)) throw new MessengerFault('scim-page-repeated', id.slice(0, 100))
      seen.add(id)
    }
    if (seen.size > total) throw disagrees(total, seen.size)
    if (items.length > 0) yield items
  }
  await expectNobodyBeyond(ask, read, seen)
}

async function pageAt(ask: (query: string) => Promise<ScimAnswer>, startIndex: number, total: number | null) {
  const page = readListResponse(await ask(`startIndex=${startIndex}&count=${pageSize}`))
  if (page.startIndex !== undefined && page.startIndex !== startIndex && page.items.length > 0)
    throw new MessengerFault('scim-page-repeated', `startIndex ${page.startIndex}`)
  if (total !== null && page.total !== total) throw disagrees(total, page.total)
  return page
}

/** A total that is too small would hide the others. Some answer with what was there before, which hides nobody. */
async function expectNobodyBeyond<T extends { id: string }>(
  ask: (query: string) => Promise<ScimAnswer>,
  read: (item: unknown) => T,
  seen: ReadonlySet<string>,
): Promise<void> {
  const { total, items } = readListResponse(await ask(`startIndex=${seen.size + 1}&count=${pageSize}`))
  if (total !== seen.size || items.some(item => !seen.has(read(item).id))) throw disagrees(seen.size, total)
}

const disagrees = (one: number, other: number) => new MessengerFault('scim-total-disagrees', `${one}, ${other}`)
