import { randomUUID } from 'node:crypto'
import { lookForAgents } from '@/lib/agents/look-for-agents'
import { tidyAgents } from '@/lib/agents/tidy'
import { env } from '@/lib/env'
import { deliverOutbox } from '@/lib/messenger/deliver-outbox'
import { workOnMessenger } from '@/lib/messenger/work-on-messenger'
import { deliverEffects } from '@/lib/notify/deliver-effects'
import { lookForMessengers } from '@/lib/notify/look-for-messengers'
import { lookForSilence } from '@/lib/notify/look-for-silence'
import { tellAlerts } from '@/lib/notify/tell-alerts'
import { expirePlans } from '@/lib/runs/expire-plans'
import { noticeRestore } from '@/lib/runs/notice-restore'
import { resumePaused } from '@/lib/runs/resume-paused'
import { startScheduled } from '@/lib/runs/start-scheduled'
import { acrossOrganizations } from '@/lib/store/organization'
import type { Due } from '@/lib/store/runs-due'
import { reportWorker } from '@/lib/store/workers'
import { expireRequests } from '@/lib/teams/answer-request'
import { expireSpendRequests } from '@/lib/teams/spend-request'
import { remindPeople } from '@/lib/unmanaged/remind-people'
import packageJson from '@/package.json' with { type: 'json' }
import { eachOf } from './each-of'
import { log } from './log'
import { listDue } from './reconcile'
import { workOnAdoption } from './work-on-adoption'
import { workOnDirectoryJob } from './work-on-directory-job'
import { workOnReviewJob } from './work-on-review'
import { workOnRun } from './work-on-run'

/** What one visit did, counted; it names nobody. */
export type Drained = {
  /** Scheduled times that got their run, and those whose turn came without one. */
  started: number
  leftOut: number
  /** Runs carried on: to an end, to be carried on by the next visit, and those that somebody else has. */
  ended: number
  paused: number
  left: number
  directoryJobs: number
  reviews: number
  adoptions: number
  outboxes: number
  /** Other Messengers that were spoken to. */
  messengers: number
  errors: number
  /** Work that is still due. */
  remaining: number
}

const atOnce = 4
const owner = 'cron'

/**
 * Does a worker's work for so many seconds, on a host without one: starts what is due, carries runs on, delivers. Whatever
 * does not fit is left to the next visit; it is due until it is done, so that a visit may be killed at any moment.
 */
export async function drain(seconds: number): Promise<Drained> {
  const endsAt = performance.now() + seconds * 1000
  const left = () => (endsAt - performance.now()) / 1000
  const stopping = AbortSignal.timeout(seconds * 1000)
  const counts = {
    started: 0,
    leftOut: 0,
    ended: 0,
    paused: 0,
    left: 0,
    directoryJobs: 0,
    reviews: 0,
    adoptions: 0,
    outboxes: 0,
    messengers: 0,
    errors: 0,
  }
  const each = (items: readonly Due[], work: (item: Due) => Promise<void>) =>
    eachOf(items, atOnce, async item => {
      if (!stopping.aborted) await work(item).catch(error => count('errors', error))
    })
  const count = (what: keyof typeof counts, error?: unknown) => {
    counts[what]++
    if (error) log().error({ error }, 'A visit of the cron route met an error')
  }
  await noticeRestore()
  await expirePlans()
  await expireRequests()
  await expireSpendRequests()
  await resumePaused()
  await remindPeople()
  await lookForSilence()
  await lookForAgents()
  await lookForMessengers()
  await tidyAgents()
  await each((await look())['start-scheduled'], async ({ organizationId, id }) => {
    const { outcome } = await startScheduled(organizationId, id)
    if (outcome === 'started') count('started')
    if (outcome === 'left-out') count('leftOut')
  })
  const due = await look()
  await each(due['directory-job'], async job => {
    await workOnDirectoryJob(job, owner, stopping)
    count('directoryJobs')
  })
  await each(due['advance-run'], async job => {
    const slot = Math.min(env().ENROLLMENT_SLOT_SECONDS ?? left(), left())
    const state = await workOnRun(job, owner, stopping, Math.max(slot, 0))
    count(state === 'paused' || state === 'left' ? state : state === 'lost' ? 'left' : 'ended')
  })
  await each(due.review, async job => {
    await workOnReviewJob(job, owner, stopping)
    count('reviews')
  })
  await each(due['team-adoption'], async job => {
    await workOnAdoption(job, owner, stopping)
    count('adoptions')
  })
  await each(due.outbox, async ({ organizationId }) => {
    await deliverOutbox(organizationId)
    await tellAlerts(organizationId)
    await deliverEffects(organizationId)
    count('outboxes')
  })
  await each(due.messenger, async ({ organizationId }) => {
    if (await workOnMessenger(organizationId, { owner: `${owner} ${randomUUID()}`, signal: stopping }))
      count('messengers')
  })
  const after = await look()
  return { ...counts, remaining: Object.values(after).reduce((sum, { length }) => sum + length, 0) }
}

const look = () =>
  acrossOrganizations('look for due work', async tx => {
    await reportWorker(tx, owner, packageJson.version)
    return listDue(tx)
  })
