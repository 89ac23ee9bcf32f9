/**
 * A run's life: queued → importing → planning → applying → finished | held. A preview ends as `previewed`.
 * `held` and `previewed` wait for a person: approved (by a run of its own), rejected, superseded by the next, or expired.
 */
export const runStates = [
  'queued',
  'importing',
  'planning',
  'applying',
  'finished',
  'previewed',
  'held',
  'failed',
  'cancelled',
  'rejected',
  'approved',
  'superseded',
  'expired',
] as const
export type RunState = (typeof runStates)[number]

/** States in which a run has work left; at most one such run per connector (a partial unique index). */
export const activeStates = ['queued', 'importing', 'planning', 'applying'] as const satisfies readonly RunState[]
/** States in which a plan waits for a decision. */
export const waitingStates = ['previewed', 'held'] as const satisfies readonly RunState[]

export const isActive = (state: RunState): boolean => (activeStates as readonly RunState[]).includes(state)
export const isWaiting = (state: RunState): boolean => (waitingStates as readonly RunState[]).includes(state)

export type RunKind = 'synchronize' | 'preview' | 'approved' | 'revert'
/** A plan that is looked at before anything of it is done. */
export const isPreview = ({ kind, approvesRunId }: { kind: RunKind; approvesRunId: string | null }): boolean =>
  kind === 'preview' || (kind === 'revert' && approvesRunId === null)

export type RunCause = 'manual' | 'command-line' | 'agent' | 'scheduled' | 'approval'

/** Faults that end a run beside those of the read. Sentences: `lib/words/en/runs.json`. */
export const runFaultCodes = [
  'read-incomplete',
  'snapshot-damaged',
  'domain-mismatch',
  'secret-missing',
  'connector-not-ready',
  'connector-paused',
  'no-verified-domain',
  'run-already-active',
  'run-not-waiting',
  'plan-hash-differs',
  'removals-differ',
  'reason-missing',
  'approval-used',
  'nothing-chosen',
  'choice-depends',
  'run-unknown',
  'run-still-at-work',
  'nothing-to-revert',
  'hold-expired',
  'lease-lost',
  'cancelled-by-admin',
  'report-does-not-add-up',
  'needs-worker',
  'took-too-long',
  'workers-died',
  'database-restored',
  'unexpected',
] as const
export type RunFaultCode = (typeof runFaultCodes)[number]

/**
 * Counted from rows. read = added + linked + updated + reactivated + deactivatedRead + released + unchanged + skipped + heldRead + failedRead;
 * notRead = suspected + deactivatedAbsent + leftAlone + heldAbsent + failedAbsent. `deactivated…` includes suspensions.
 */
export type RunReport = {
  read: number
  added: number
  linked: number
  updated: number
  reactivated: number
  deactivatedRead: number
  released: number
  unchanged: number
  skipped: number
  heldRead: number
  failedRead: number
  notRead: number
  suspected: number
  deactivatedAbsent: number
  leftAlone: number
  heldAbsent: number
  failedAbsent: number
  /** Of the skipped: people with a problem that someone should fix. */
  problems: number
}

/** How many people an exclusion catches in a run: whom it keeps out, or whose account it protects; or how many groups. */
export type RuleCount = { kind: 'incoming' | 'protected' | 'protected-groups'; rule: string; people: number }

/** What planning counted, kept so that the report can be checked against it whoever finishes the run. */
export type RunTally = {
  /** People read, and of them those with placement `in`. */
  read: number
  inScope: number
  unchanged: number
  /** Joined people not read, and of them those from whom an earlier run took everything. */
  notRead: number
  alreadyGone: number
  /** Enabled accounts linked to the connector when it began: of these, limits take their percentages. */
  linked: number
}
