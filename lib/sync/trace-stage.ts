import type { ReasonCode } from './change'

/** The order in which a person is decided about, everywhere. */
export const traceStages = ['found', 'in-scope', 'mapped', 'joined', 'excluded', 'planned', 'safety'] as const
export type TraceStage = (typeof traceStages)[number]

/** Which stage's fact a reason names. */
export const stageOf: Record<ReasonCode, TraceStage> = {
  'new-in-scope': 'planned',
  'same-verified-mail': 'joined',
  'attributes-differ': 'planned',
  'back-in-directory': 'found',
  'enabled-again': 'found',
  'back-in-scope': 'in-scope',
  'data-complete-again': 'mapped',
  'disabled-in-directory': 'found',
  'expired-in-directory': 'found',
  'deleted-in-directory': 'found',
  'absent-twice': 'found',
  'moved-out-of-scope': 'in-scope',
  'unit-not-included': 'in-scope',
  'excluded-by-rule': 'excluded',
  'absent-first-time': 'found',
  'absent-within-grace': 'found',
  'absent-unit-unreadable': 'found',
  'absent-in-quick-import': 'found',
  'look-up-failed': 'found',
  'present-at-look-up': 'found',
  'not-in-scope': 'in-scope',
  'unit-unreadable': 'in-scope',
  'new-unit-undecided': 'in-scope',
  'new-unit-excluded': 'in-scope',
  'built-in-account': 'in-scope',
  'disabled-never-joined': 'found',
  'expired-never-joined': 'found',
  problem: 'mapped',
  ambiguous: 'joined',
  'address-in-use': 'joined',
  'account-privileged': 'joined',
  'account-of-other-source': 'joined',
  'account-former-person': 'joined',
  'protected-administrator': 'planned',
  'protected-by-exclusion': 'excluded',
  excluded: 'excluded',
  'policy-leave-alone': 'planned',
  'changed-since-approval': 'safety',
  'depends-on-held': 'safety',
  'quiet-hours': 'safety',
}
