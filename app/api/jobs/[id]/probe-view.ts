import { say } from '@/app/messages/say'
import type { ReadFault } from '@/lib/directory/read-fault'
import { type ProbeCheck, type ProbeReport, type ProbeStep, probeChecks } from '@/lib/directory/source'
import { spokenLocale } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'

export type ProbeRow = {
  check: ProbeCheck
  label: string
  state: ProbeStep['state']
  stateText: string
  took: string | null
  /** What went wrong, or what was found. */
  detail: string | null
  /** What somebody should know although the check passed. */
  warnings: string[]
  /** The key of a certificate that was refused, to pin it; null when there is nothing to pin. */
  pin: string | null
}
export type ProbeView = { passed: boolean; baseDn: string | null; rows: ProbeRow[] }

/** The seven checks in words. */
export function probeView(report: ProbeReport): ProbeView {
  return { passed: report.passed, baseDn: report.baseDn, rows: report.steps.map(row) }
}

/** What is shown before the worker has begun. */
export const waitingProbe = (): ProbeView => ({
  passed: false,
  baseDn: null,
  rows: probeChecks.map(check => row({ check, state: 'waiting', took: null, fault: null, warnings: [], facts: {} })),
})

function row(step: ProbeStep): ProbeRow {
  return {
    check: step.check,
    label: say(`probe.${step.check}.label`),
    state: step.state,
    stateText: say(`probeState.${step.state}`),
    took: step.took === null ? null : say('milliseconds', { value: step.took }),
    detail: step.fault ? spoken(step.fault) : factsText(step),
    warnings: step.warnings.map(spoken),
    pin: pinOf(step),
  }
}

const pinnable = new Set(['certificate-unknown-authority', 'certificate-name-mismatch', 'certificate-not-pinned'])

function pinOf({ fault }: ProbeStep): string | null {
  const pin = fault && pinnable.has(fault.code) ? fault.args.pin : null
  return typeof pin === 'string' && pin !== '?' ? pin : null
}

const spoken = ({ code, args }: ReadFault): string => sentence(code, args, 'directory')

/** What each check's sentence needs; the numbers and names come from the reader (lib/directory/ldap/probe). */
const factNames = {
  name: ['addresses'],
  port: ['address', 'port'],
  secure: ['subject', 'issuer', 'validTo'],
  'sign-in': ['userId'],
  base: ['baseDn'],
  deleted: ['visible'],
  sample: ['people', 'units', 'names'],
} as const satisfies Record<ProbeCheck, readonly string[]>

/** What a passed check found, in one sentence; null when it did not tell everything the sentence needs. */
function factsText({ check, facts }: ProbeStep): string | null {
  const names: readonly string[] = factNames[check]
  if (names.some(name => facts[name] === undefined || facts[name] === '')) return null
  return say(`probe.${check}.facts`, Object.fromEntries(names.map(name => [name, factText(facts[name])])))
}

/** Lists with commas, and points in time as a date. */
function factText(fact: ProbeStep['facts'][string] | undefined): string | number {
  if (Array.isArray(fact)) return new Intl.ListFormat(spokenLocale()).format(fact)
  const isDate = typeof fact === 'string' && /^\d{4}-\d\d-\d\dT/.test(fact)
  return isDate
    ? new Date(fact).toLocaleDateString(spokenLocale(), { dateStyle: 'long', timeZone: 'UTC' })
    : (fact ?? '')
}
