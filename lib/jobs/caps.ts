import type { RunFault } from '@/lib/runs/fault'
import type { Run } from '@/lib/store/runs'

/** After so many workers that died of it a run ends instead of being tried again; most likely it is memory. */
export const mostTakeovers = 5
/** A run that this many workers died of is carried on alone: whatever is beside it would die with it. */
const suspiciousTakeovers = 2
const hour = 3_600_000

export const isSuspect = ({ takeovers }: Pick<Run, 'takeovers'>): boolean => takeovers >= suspiciousTakeovers

/** When a run has worked for as long as any may, from its first claim on. */
export const endsAt = (run: Pick<Run, 'startedAt'>, hours: number): number =>
  (run.startedAt?.getTime() ?? Number.POSITIVE_INFINITY) + hours * hour

/** Why a run that was just claimed is not carried on, or null. */
export function beyondCaps(run: Pick<Run, 'startedAt' | 'takeovers'>, hours: number, now: number): RunFault | null {
  if (run.takeovers >= mostTakeovers) return { code: 'workers-died', args: { workers: run.takeovers } }
  return now >= endsAt(run, hours) ? { code: 'took-too-long', args: { hours } } : null
}
