import type { ProbeStep } from '@/lib/directory/source'
import { sentence } from '@/lib/words/words'
import type { Answer } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'
import { table } from '../say'
import { probeReport } from '../test-connection'

/** `test NAME`: Test Connection, check by check, with what the wizard holds and the stored password. Nothing is read or changed. */
export async function test(context: Context, name: string): Promise<Answer> {
  const { id } = await connectorNamed(context, name)
  const report = await probeReport(context, id)
  const steps = report.steps.map(step => ({ ...step, messages: messagesOf(step) }))
  const rows = steps.map(({ check, state, took, messages }) => [
    state === 'passed' && messages.length > 0 ? 'look' : marks[state],
    check,
    took === null ? '' : `${took} ms`,
    messages.join(' '),
  ])
  return { exit: report.passed ? 0 : 1, json: { ...report, steps }, lines: table(rows) }
}

const marks: Record<ProbeStep['state'], string> = {
  ...{ passed: 'good', warning: 'look', failed: 'BAD' },
  ...{ waiting: '-', running: '-', 'not-checked': '-' },
}

const messagesOf = ({ fault, warnings }: ProbeStep): string[] =>
  [...(fault ? [fault] : []), ...warnings].map(({ code, args }) => sentence(code, args, 'directory'))
