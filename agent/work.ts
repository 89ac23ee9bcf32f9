import { setTimeout as pause } from 'node:timers/promises'
import { type AgentJob, type LocalDirectory, PollAnswer, type Presence } from '@/lib/agent-protocol/messages'
import { ReadFailure, type ReadFault } from '@/lib/directory/read-fault'
import type { DirectorySource } from '@/lib/directory/source'
import { doJob } from './do-job'
import { log } from './log'
import { type Portal, Refused } from './portal'

/** Jobs at once: an import takes its time, and pages wait for the others. */
const atOnce = 4
/** Milliseconds after a poll that failed; the last counts for all further times, and each is a little shorter or longer. */
const pauses = [1_000, 2_000, 5_000, 15_000, 30_000]

/** After these nothing helps but somebody at this machine. */
const final: ReadonlySet<string> = new Set(['revoked', 'unknown-agent', 'cloned'])

export type Work = {
  portal: Portal
  presence: Presence
  pollSeconds: number
  /** As it stands now: both are read anew for each poll and job, so that `configure` needs no restart. */
  directory(): LocalDirectory | null
  open(baseDn: string | null): DirectorySource
  /** Called with each job before it is begun. */
  note?(job: AgentJob): void
  /** Bytes of a part before compression; only for tests. */
  partBytes?: number | undefined
  /** Finishes an exchange of keys that was broken off, or that the portal asks for. */
  rotate?(asked: boolean): Promise<void>
}

/**
 * Asks the portal for jobs and does them, until it is told to stop.
 * @throws Refused when the portal does not know this agent any more, or knows two of it
 */
export async function work(
  { portal, presence, pollSeconds, directory, open, rotate, note, partBytes }: Work,
  stopping: AbortSignal,
): Promise<void> {
  const atWork = new Set<Promise<void>>()
  let fault: ReadFault | null = null
  let failures = 0
  const start = (job: AgentJob) => {
    note?.(job)
    const task = doOne({ portal, job, open, partBytes }, stopping, was => {
      fault = was
    }).finally(() => atWork.delete(task))
    atWork.add(task)
  }
  while (!stopping.aborted) {
    try {
      const body = { presence, waitSeconds: pollSeconds, directory: directory(), fault }
      const answer = PollAnswer.parse(await portal.post('poll', body, stopping))
      failures = 0
      fault = null
      if (answer.job) start(answer.job)
      await rotate?.(answer.rotate)
      if (atWork.size >= atOnce) await Promise.race(atWork)
    } catch (error) {
      if (stopping.aborted) break
      if (error instanceof Refused && final.has(error.refusal.code)) throw error
      log('portal', { problem: error instanceof Error ? error.message : String(error) })
      await pause(waitAfter(failures++), undefined, { signal: stopping }).catch(() => {})
    }
  }
  await Promise.allSettled(atWork)
}

const waitAfter = (failures: number): number =>
  (pauses[Math.min(failures, pauses.length - 1)] ?? 0) * (0.75 + Math.random() / 2)

async function doOne(
  { job, ...how }: Pick<Work, 'portal' | 'open' | 'partBytes'> & { job: AgentJob },
  stopping: AbortSignal,
  tell: (fault: ReadFault | null) => void,
): Promise<void> {
  const { method } = job.call
  const began = performance.now()
  try {
    const outcome = await doJob(job, how, stopping)
    log('job', { method, outcome, seconds: Math.round((performance.now() - began) / 100) / 10 })
  } catch (error) {
    if (stopping.aborted) return
    tell(error instanceof ReadFailure ? error.fault : { code: 'unexpected', args: {} })
    log('job', { method, outcome: 'lost', problem: error instanceof Error ? error.name : 'unknown' })
  }
}
