import { and, eq, inArray, sql } from 'drizzle-orm'
import { photos } from '@/db/schema/messenger'
import type { OrganizationTransaction } from './organization'

/** A picture as Messenger shows it, and the hash of the one that the directory has. */
export type Picture = { hash: string; bytes: Buffer }

/** Of these hashes, those whose picture is here already. */
export async function knownPictures(
  tx: OrganizationTransaction,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const ours = and(eq(photos.organizationId, tx.organizationId), inArray(photos.hash, [...hashes]))
  const rows = await tx.select({ hash: photos.hash }).from(photos).where(ours)
  return new Set(rows.map(({ hash }) => hash))
}

export async function insertPictures(tx: OrganizationTransaction, pictures: readonly Picture[]): Promise<void> {
  if (pictures.length === 0) return
  const rows = pictures.map(({ hash, bytes }) => ({ organizationId: tx.organizationId, hash, picture: bytes }))
  await tx.insert(photos).values(rows).onConflictDoNothing()
}

export async function readPicture(tx: OrganizationTransaction, hash: string): Promise<Buffer | null> {
  const ours = and(eq(photos.organizationId, tx.organizationId), eq(photos.hash, hash))
  const [row] = await tx.select({ picture: photos.picture }).from(photos).where(ours)
  return row?.picture ?? null
}

/** Deletes pictures that no account has, no plan that is kept speaks of, and nobody in the directory has any more. */
export async function deleteUnusedPictures(tx: OrganizationTransaction): Promise<void> {
  const ours = sql`organization_id = ${tx.organizationId}`
  await tx.execute(sql`
    delete from photos where ${ours} and hash not in (
      select attributes ->> 'photo' from accounts where ${ours} and attributes ->> 'photo' is not null
      union select photo ->> 'hash' from photo_facts where ${ours} and photo ->> 'hash' is not null
      union select before ->> 'photo' from changes where ${ours} and before ->> 'photo' is not null
      union select after ->> 'photo' from changes where ${ours} and after ->> 'photo' is not null
    )`)
}
