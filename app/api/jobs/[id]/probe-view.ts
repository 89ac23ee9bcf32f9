import { say } from '@/app/messages/say'
import { type ProbeCheck, type ProbeReport, type ProbeStep, probeChecks } from '@/lib/directory/source'
import { sentence } from '@/lib/words/words'

export type ProbeRow = {
  check: ProbeCheck
  label: string
  state: ProbeStep['state']
  stateText: string
  took: string | null
  detail: string | null
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
  rows: probeChecks.map(check => row({ check, state: 'waiting', took: null, fault: null, facts: {} })),
})

function row(step: ProbeStep): ProbeRow {
  return {
    check: step.check,
    label: say(`probe.${step.check}.label`),
    state: step.state,
    stateText: say(`probeState.${step.state}`),
    took: step.took === null ? null : say('milliseconds', { value: step.took }),
    detail: step.fault ? sentence(step.fault.code, step.fault.args, 'directory') : factsText(step),
  }
}

/** What a passed check found, in one sentence; null when there is nothing to say. */
function factsText({ check, facts }: ProbeStep): string | null {
  const value = (name: string) => {
    const fact = facts[name]
    return Array.isArray(fact) ? fact.join(', ') : fact
  }
  const needs: Record<ProbeCheck, readonly string[]> = factNames
  const names = needs[check]
  const values = Object.fromEntries(names.map(name => [name, value(name) ?? '']))
  return names.every(name => value(name) !== undefined && value(name) !== '')
    ? say(`probe.${check}.facts`, values)
    : null
}

const factNames = {
  name: ['addresses'],
  port: ['server'],
  secure: ['subject', 'issuer', 'validTo'],
  'sign-in': ['userId'],
  base: ['baseDn'],
  deleted: [],
  sample: ['people', 'units'],
} as const satisfies Record<ProbeCheck, readonly string[]>
