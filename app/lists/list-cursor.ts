import type { Place } from '@/lib/store/list-page'

/** Where somebody stands in a list: the last row before their page, or the first after it, and how many rows came before. */
export type Cursor = { place: Place; position: number }

/** A cursor as a word of an address. */
export function cursorText({ place: { key, name, id }, position }: Cursor): string {
  return Buffer.from(JSON.stringify([key, name, id, position])).toString('base64url')
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @returns null for what is none: somebody changed the address, and sees the list from its beginning */
export function readCursor(text: string | undefined): Cursor | null {
  if (!text) return null
  try {
    const [key, name, id, position]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (![key, name, id].every(part => typeof part === 'string') || !uuid.test(String(id))) return null
    if (!Number.isSafeInteger(position) || Number(position) < 0) return null
    return { place: { key: String(key), name: String(name), id: String(id) }, position: Number(position) }
  } catch {
    return null
  }
}
