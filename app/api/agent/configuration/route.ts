import { changeInWords } from '@/app/(console)/directory-sync/connectors/in-words/changed-lines'
import { changedLines } from '@/app/(console)/directory-sync/connectors/in-words/setting-lines'
import { scheduleDifference } from '@/app/(console)/directory-sync/connectors/schedule/schedule-in-words'
import { agentRoute } from '@/lib/access/agent-route'
import { type ConfigurationAnswer, ConfigurationRequest } from '@/lib/agent-protocol/configuration-messages'
import { type Configured, configureOf } from '@/lib/agents/configure'
import { replied } from '@/lib/agents/reply'
import type { Proposal } from '@/lib/connectors/configure-from-agent'
import type { Outcome } from '@/lib/outcome'
import { atLine } from '@/lib/words/at-line'
import { inLanguage } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'

export const dynamic = 'force-dynamic'

/** A configuration file from an agent's machine: what it would change, in words, and the change once it is agreed to. */
export const POST = agentRoute(ConfigurationRequest, async (input, caller) => {
  const configured = await configureOf(caller, input)
  return replied(inLanguage('en', () => inWords(configured)))
})

function inWords(configured: Outcome<Configured>): ConfigurationAnswer {
  if (!configured.ok) {
    const problems = configured.faults.map(({ code, args }) => atLine(code, args, sentence(code, args, 'config-file')))
    return { state: 'wrong', problems }
  }
  const { value } = configured
  if (value.state !== 'fits') return value
  const { connector, proposal } = value
  const notes = proposal.notes.map(({ code, args }) => sentence(code, args, 'config-file'))
  const takesOver = proposal.takesOver ? [sentence('agent-takes-over', { name: connector }, 'config-file')] : []
  const { hash } = proposal
  return { state: 'fits', hash, connector, differences: differencesOf(proposal), notes: [...takesOver, ...notes] }
}

function differencesOf({ kind, live, after, schedule }: Proposal): string[] | null {
  const times = scheduleDifference(schedule.before, schedule.after)
  return live ? [...changedLines(live, after, kind).map(changeInWords), ...times] : null
}
