import { and, eq, lt, sql } from 'drizzle-orm'
import { unsavedSteps } from '@/db/schema'
import type { OrganizationTransaction } from './organization'

/** Whose typing it is, and in which step of which connector. */
export type UnsavedPlace = { connectorId: string; administratorId: string; step: string }
/** The values of a form as they stand; `seen`: the hash of what the step showed when the typing began. */
export type UnsavedStep = { values: unknown; seen: string; keptAt: Date }

export async function readUnsavedStep(tx: OrganizationTransaction, place: UnsavedPlace): Promise<UnsavedStep | null> {
  const { values, seen, keptAt } = unsavedSteps
  const [row] = await tx.select({ values, seen, keptAt }).from(unsavedSteps).where(at(tx, place))
  return row ?? null
}

/** The steps of a connector into which an administrator has typed what they have not saved, and when. */
export function listUnsavedSteps(
  tx: OrganizationTransaction,
  { connectorId, administratorId }: Omit<UnsavedPlace, 'step'>,
): Promise<{ step: string; keptAt: Date }[]> {
  return tx
    .select({ step: unsavedSteps.step, keptAt: unsavedSteps.keptAt })
    .from(unsavedSteps)
    .where(
      and(
        eq(unsavedSteps.organizationId, tx.organizationId),
        eq(unsavedSteps.connectorId, connectorId),
        eq(unsavedSteps.administratorId, administratorId),
      ),
    )
}

/** Keeps what is typed in place of what was kept before. @returns when */
export async function keepUnsavedStep(
  tx: OrganizationTransaction,
  place: UnsavedPlace,
  { values, seen }: Omit<UnsavedStep, 'keptAt'>,
): Promise<Date> {
  const [row] = await tx
    .insert(unsavedSteps)
    .values({ organizationId: tx.organizationId, ...place, values, seen })
    .onConflictDoUpdate({
      target: [unsavedSteps.organizationId, unsavedSteps.connectorId, unsavedSteps.administratorId, unsavedSteps.step],
      set: { values, seen, keptAt: sql`now()` },
    })
    .returning({ keptAt: unsavedSteps.keptAt })
  if (!row) throw new Error('What is typed into a step was not kept')
  return row.keptAt
}

export async function forgetUnsavedStep(tx: OrganizationTransaction, place: UnsavedPlace): Promise<void> {
  await tx.delete(unsavedSteps).where(at(tx, place))
}

/** Forgets whatever anybody has typed for a connector: it is set to something else as a whole. */
export async function forgetUnsavedSteps(tx: OrganizationTransaction, connectorId: string): Promise<void> {
  await tx
    .delete(unsavedSteps)
    .where(and(eq(unsavedSteps.organizationId, tx.organizationId), eq(unsavedSteps.connectorId, connectorId)))
}

export async function deleteOldUnsavedSteps(tx: OrganizationTransaction, before: Date): Promise<void> {
  await tx
    .delete(unsavedSteps)
    .where(and(eq(unsavedSteps.organizationId, tx.organizationId), lt(unsavedSteps.keptAt, before)))
}

const at = (tx: OrganizationTransaction, { connectorId, administratorId, step }: UnsavedPlace) =>
  and(
    eq(unsavedSteps.organizationId, tx.organizationId),
    eq(unsavedSteps.connectorId, connectorId),
    eq(unsavedSteps.administratorId, administratorId),
    eq(unsavedSteps.step, step),
  )
