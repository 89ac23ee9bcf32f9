import type { CSSProperties } from 'react'
import type { RunState } from '@/lib/sync/run-state'

/** What a color means; its values stand in globals.css. Never the only cue: an icon and a word go with it. */
export type Tone = 'accent' | 'ok' | 'warn' | 'danger' | 'held' | 'quiet'

export const runTones: Record<RunState, Tone> = {
  queued: 'accent',
  importing: 'accent',
  planning: 'accent',
  applying: 'accent',
  finished: 'ok',
  previewed: 'held',
  held: 'held',
  failed: 'danger',
  cancelled: 'quiet',
  rejected: 'quiet',
  approved: 'ok',
  superseded: 'quiet',
  expired: 'quiet',
}

export const connectorTones: Record<'draft' | 'ready' | 'active' | 'paused' | 'attention', Tone> = {
  draft: 'quiet',
  ready: 'quiet',
  active: 'ok',
  paused: 'quiet',
  attention: 'warn',
}

/** The tokens of a tone, for styles that are written once for all of them. */
export const toneStyle = (tone: Tone) =>
  ({ '--tone': `var(--${tone})`, '--tone-tint': `var(--${tone}-tint)` }) as CSSProperties
