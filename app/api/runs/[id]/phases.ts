import { say } from '@/app/messages/say'
import type { RunKind, RunState } from '@/lib/sync/run-state'

export type Phase = { name: string; state: 'done' | 'current' | 'next' }

/** The phases of a run at work, in order; a preview ends before anything is applied. */
export function phasesOf(state: RunState, kind: RunKind): Phase[] {
  const order: RunState[] = ['queued', 'importing', 'planning', ...(kind === 'preview' ? [] : (['applying'] as const))]
  const at = order.indexOf(state)
  return order.map((phase, index) => ({
    name: say(`phase.${phase as 'queued'}`),
    state: at < 0 || index < at ? 'done' : index === at ? 'current' : 'next',
  }))
}
