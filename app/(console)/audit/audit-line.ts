import { say, sayIfKnown } from '@/app/messages/say'
import { type Moment, second } from '@/app/ui/moment'
import { plainArguments } from '@/app/ui/unit-words'
import type { AuditEntry } from '@/lib/store/audit-list'
import { sentence, sentences } from '@/lib/words/words'

/** An entry of the record in words. */
export type AuditLine = {
  id: string
  at: Moment
  who: string
  what: string
  whom: string
  href: string | null
  /** The reason that somebody gave, or for which a run did it; null = none. */
  reason: string | null
  /** What else was recorded, by its own names. */
  details: { name: string; value: string }[]
}

/** @param timeZone the organization's */
export function auditLine(entry: AuditEntry, timeZone: string): AuditLine {
  const { reason, because, ...details } = read(entry.details)
  return {
    id: entry.place.id,
    at: second(entry.at, timeZone),
    who: whoText(entry),
    what: sayIfKnown(`audit.event.${entry.event}`) ?? entry.event,
    whom: whomText(entry, details),
    href: hrefOf(entry, details),
    reason: typeof reason === 'string' && reason !== '' ? reason : becauseText(because),
    details: Object.entries(details).flatMap(([name, value]) => flat(name, value)),
  }
}

/** Written by ourselves; what is no object has nothing to tell. */
function read(details: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(details)
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
}

function whoText({ actorKind, actorName, actorId, run }: AuditEntry): string {
  if (actorKind === 'run') return run === null ? say('audit.aRun') : say('runs.number', { number: run })
  if (actorKind === 'administrator' || actorKind === 'operator') return actorName ?? actorId
  if (actorKind === 'agent') return say('audit.agent', { name: actorName ?? actorId })
  return say(`audit.actor.${actorKind}`)
}

/** The run in which it happened, and there the person it happened to; of what has no page, nothing. */
function hrefOf({ runId, run, targetKind, targetId }: AuditEntry, { anchor }: Record<string, unknown>): string | null {
  if (runId !== null && run !== null)
    return `/directory-sync/runs/${runId}${typeof anchor === 'string' && targetKind === 'account' ? `/people/${anchor}` : ''}`
  return targetKind === 'team' ? `/teams/${targetId}` : null
}

/** By the name it has now, else as the entry has it. */
function whomText(
  { targetKind, targetName, targetId, run }: AuditEntry,
  { name, address }: Record<string, unknown>,
): string {
  if (targetName) return targetName
  if (targetKind === 'run' && run !== null) return say('runs.number', { number: run })
  const told = [name, address].find(value => typeof value === 'string')
  if (typeof told === 'string') return told
  return targetKind === 'domain' ? targetId : (sayIfKnown(`audit.target.${targetKind}`) ?? targetKind)
}

function becauseText(because: unknown): string | null {
  const { code, args } = (because ?? {}) as { code?: unknown; args?: Record<string, string | number> }
  return typeof code === 'string' && Object.hasOwn(sentences.sync, code)
    ? sentence(code, plainArguments(args ?? {}), 'sync')
    : null
}

const longest = 300

/** A value as one line, what is nested by a path of names; nothing for what is empty. */
function flat(name: string, value: unknown): AuditLine['details'] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value !== 'object') return [{ name, value: String(value).slice(0, longest) }]
  if (Array.isArray(value)) return value.length === 0 ? [] : [{ name, value: JSON.stringify(value).slice(0, longest) }]
  return Object.entries(value).flatMap(([inner, one]) => flat(`${name}.${inner}`, one))
}
