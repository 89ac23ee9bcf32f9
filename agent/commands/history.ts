import { HistoryAnswer } from '@/lib/agent-protocol/run-messages'
import { openAgent } from '../open-agent'
import { historyLines } from '../run-in-words'

/** The last runs of this agent's connector, whoever started them. */
export async function history({ limit = '10', json }: { limit?: string; json?: boolean }): Promise<void> {
  const most = Number(limit)
  if (!Number.isInteger(most) || most < 1 || most > 200)
    throw new Error(`"${limit}" is not a number of runs. Give a whole number from 1 to 200.`)
  const { portal } = openAgent()
  const { connector, runs } = HistoryAnswer.parse(await portal.post('history', { limit: most }))
  if (json) return console.log(JSON.stringify(runs, null, 2))
  if (runs.length === 0) return console.log(`${connector} has not run yet.`)
  console.log(`The last runs of ${connector}, the newest first:`)
  for (const line of runs.flatMap(historyLines)) console.log(line)
}
