import type { ProbeCheck, ProbeReport, ProbeStep } from '@/lib/directory/source'
import { faultInWords } from './sentence'

type Facts = ProbeStep['facts']
const list = (fact: Facts[string] | undefined): string => (Array.isArray(fact) ? fact.join(', ') : String(fact ?? ''))

/** What each check is about, and what it found. */
const checks: Record<ProbeCheck, { label: string; found: (facts: Facts) => string }> = {
  name: { label: 'The server’s name is found', found: ({ addresses }) => list(addresses) },
  port: { label: 'The port is open', found: ({ address, port }) => `${list(address)}, port ${list(port)}` },
  secure: {
    label: 'The connection is secure',
    found: ({ subject, issuer, validTo }) =>
      subject ? `certificate for ${list(subject)}, signed by ${list(issuer)}, valid until ${list(validTo)}` : '',
  },
  'sign-in': { label: 'The account signs in', found: ({ userId }) => list(userId) },
  base: { label: 'The account reads the search base', found: ({ baseDn }) => list(baseDn) },
  deleted: { label: 'The account sees disabled and deleted people', found: () => '' },
  sample: {
    label: 'A sample was read',
    found: ({ people, units }) => `people: ${list(people)}, units: ${list(units)}`,
  },
}

const marks: Record<ProbeStep['state'], string> = {
  ...{ passed: 'good', warning: 'look', failed: 'BAD' },
  ...{ waiting: '-', running: '-', 'not-checked': '-' },
}

/** The seven checks in sentences, with what to do about each that is not good. */
export const probeLines = ({ steps }: ProbeReport): string[] => [...steps.flatMap(stepLines), sumOf(steps)]

function stepLines(step: ProbeStep): string[] {
  const { check, state, took, fault, facts } = step
  const { label, found } = checks[check]
  const passed = state === 'passed' || state === 'warning'
  const what = passed && Object.keys(facts).length > 0 ? found(facts) : ''
  const time = took === null ? '' : ` (${took} ms)`
  const warnings = [...(fault ? [fault] : []), ...step.warnings].map(faultInWords)
  return [
    `${markOf(step).padEnd(6)}${label}${what ? `: ${what}` : ''}${time}`,
    ...(state === 'not-checked' ? ['      Not checked, because a check before it failed.'] : []),
    ...warnings.map(text => `      ${text}`),
  ]
}

/** A check that passed and has something to say is worth a look. */
const markOf = ({ state, warnings }: ProbeStep): string =>
  state === 'passed' && warnings.length > 0 ? marks.warning : marks[state]

function sumOf(steps: readonly ProbeStep[]): string {
  if (steps.some(({ state }) => state === 'failed'))
    return 'The directory cannot be read like this. Do what is said above, and run the test again.'
  return steps.some(step => markOf(step) === marks.warning)
    ? 'All checks passed. Look at what is said above: it may matter to you.'
    : 'All checks passed.'
}
