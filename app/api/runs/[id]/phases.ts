import { say } from '@/app/messages/say'
import type { Run } from '@/lib/store/runs'
import { isPreview, type RunState } from '@/lib/sync/run-state'

export type Phase = { name: string; state: 'done' | 'current' | 'next' }

/** The phases of a run at work, in order; a preview ends before anything is applied, and a revert reads nothing. */
export function phasesOf(run: Pick<Run, 'state' | 'kind' | 'approvesRunId'>): Phase[] {
  const { state, kind } = run
  const all: readonly RunState[] = ['queued', 'importing', 'planning', 'applying']
  const order = all.filter(
    phase => !(phase === 'importing' && kind === 'revert') && !(phase === 'applying' && isPreview(run)),
  )
  const at = order.indexOf(state)
  return order.map((phase, index) => ({
    name: say(`phase.${phase as 'queued'}`),
    state: at < 0 || index < at ? 'done' : index === at ? 'current' : 'next',
  }))
}
