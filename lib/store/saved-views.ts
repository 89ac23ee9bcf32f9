import { and, asc, eq, or } from 'drizzle-orm'
import { savedViews } from '@/db/schema'
import type { OrganizationTransaction } from './organization'

/** The lists that can be saved as somebody looks at them. */
export const viewedLists = [
  'managed-users',
  'unmanaged-users',
  'groups',
  'distribution-lists',
  'runs',
  'unmanaged-teams',
  'managed-teams',
] as const
export type ViewedList = (typeof viewedLists)[number]
export type SavedView = { id: string; name: string; query: string; owner: string; shared: boolean }

/** What an administrator saved of a list, and what others share, by name. */
export async function listSavedViews(
  tx: OrganizationTransaction,
  { list, owner }: { list: ViewedList; owner: string },
): Promise<SavedView[]> {
  const { id, name, query, owner: by, shared } = savedViews
  return tx
    .select({ id, name, query, owner: by, shared })
    .from(savedViews)
    .where(
      and(
        eq(savedViews.organizationId, tx.organizationId),
        eq(savedViews.list, list),
        or(eq(savedViews.owner, owner), eq(savedViews.shared, true)),
      ),
    )
    .orderBy(asc(name), asc(id))
}

/** Saves a view; an own one of the same name is replaced. */
export async function saveView(
  tx: OrganizationTransaction,
  view: Omit<SavedView, 'id'> & { id: string; list: ViewedList },
): Promise<void> {
  const { query, shared } = view
  await tx
    .insert(savedViews)
    .values({ organizationId: tx.organizationId, ...view })
    .onConflictDoUpdate({
      target: [savedViews.organizationId, savedViews.list, savedViews.owner, savedViews.name],
      set: { query, shared },
    })
}

/** Forgets an own view. @returns false when there is none of this administrator with that id */
export async function deleteView(
  tx: OrganizationTransaction,
  { id, owner }: { id: string; owner: string },
): Promise<boolean> {
  const gone = await tx
    .delete(savedViews)
    .where(and(eq(savedViews.organizationId, tx.organizationId), eq(savedViews.id, id), eq(savedViews.owner, owner)))
    .returning({ id: savedViews.id })
  return gone.length === 1
}
