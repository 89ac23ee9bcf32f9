import { refuseUnsafeRole } from '@/db/migrate'
import { env } from '@/lib/env'
import { tryMailServer } from '@/lib/notify/try-mail-server'
import { listConnectors } from '@/lib/store/connectors'
import { messageOf } from '@/lib/store/describe-error'
import { readDatabaseClock } from '@/lib/store/health'
import { readOperationFigures } from '@/lib/store/operations'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { listOrganizations } from '@/lib/store/organizations'
import { openSecret, readSecret } from '@/lib/store/secrets'

/** One thing the doctor looked at. `code` names the sentence; `bad` needs somebody, `worth-a-look` perhaps. */
export type Finding = {
  check: 'database' | 'clock' | 'isolation' | 'worker' | 'queue' | 'effects' | 'secrets' | 'mail'
  state: 'good' | 'worth-a-look' | 'bad'
  code: string
  args: Record<string, string | number>
}

const good = (check: Finding['check'], args: Finding['args'] = {}): Finding => ({
  check,
  state: 'good',
  code: `doctor-${check}-good`,
  args,
})

/** Clocks further apart than this make leases and approvals end at surprising times. */
const clockToleranceSeconds = 5
const workerSilence = 30
/** A queue that stands for longer than this has nobody at work, or too few. */
const queueSeconds = 120

/** Looks at everything that is not a directory. Never throws: what cannot be looked at is a finding. */
export async function examine(): Promise<Finding[]> {
  const database = await tryTo('database', examineDatabase)
  // Without a database there is nothing further to see.
  if (database.some(finding => finding.state === 'bad')) return database
  return [
    ...database,
    ...(await tryTo('isolation', examineIsolation)),
    ...(await tryTo('queue', examineWork)),
    ...(await tryTo('secrets', examineSecrets)),
    ...(await tryTo('mail', examineMail)),
  ]
}

async function tryTo(check: Finding['check'], look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look()
  } catch (error) {
    return [{ check, state: 'bad', code: `doctor-${check}-failed`, args: { because: messageOf(error) } }]
  }
}

async function examineDatabase(): Promise<Finding[]> {
  const started = Date.now()
  const { version, now } = await acrossOrganizations('doctor', tx => readDatabaseClock(tx))
  const took = Date.now() - started
  const seconds = Math.round(Math.abs(now.getTime() - (started + took / 2)) / 1000)
  const clock: Finding =
    seconds <= clockToleranceSeconds
      ? good('clock')
      : { check: 'clock', state: 'worth-a-look', code: 'doctor-clock-differs', args: { seconds } }
  return [good('database', { version, milliseconds: took }), clock]
}

async function examineIsolation(): Promise<Finding[]> {
  await refuseUnsafeRole(env().DATABASE_URL ?? '')
  return [good('isolation')]
}

async function examineWork(): Promise<Finding[]> {
  const figures = await acrossOrganizations('doctor', tx => readOperationFigures(tx, workerSilence))
  const { workers, oldestQueuedRun: run, outbox } = figures
  const late = (check: 'queue' | 'effects', seconds: number | null): Finding =>
    seconds === null || seconds <= queueSeconds
      ? good(check)
      : { check, state: 'worth-a-look', code: `doctor-${check}-late`, args: { minutes: Math.round(seconds / 60) } }
  return [
    workers > 0
      ? good('worker', { workers })
      : { check: 'worker', state: 'bad', code: 'doctor-worker-missing', args: { seconds: workerSilence } },
    late('queue', run),
    late('effects', outbox.oldest),
  ]
}

/** Whether every stored password opens with the secret that this installation has now. */
async function examineSecrets(): Promise<Finding[]> {
  const organizations = await acrossOrganizations('doctor', tx => listOrganizations(tx))
  let opened = 0
  const closed: string[] = []
  for (const { id } of organizations)
    await inOrganization(id, async tx => {
      for (const connector of await listConnectors(tx)) {
        const secret = await readSecret(tx, connector.id, 'bind-password')
        if (!secret) continue
        try {
          openSecret(tx, connector.id, secret)
          opened++
        } catch {
          closed.push(connector.name)
        }
      }
    })
  if (closed.length === 0) return [good('secrets', { secrets: opened })]
  const args = { count: closed.length, connectors: closed.slice(0, 5).join(', ') }
  return [{ check: 'secrets', state: 'bad', code: 'doctor-secrets-closed', args }]
}

/** Whether the mail server answers, over TLS, and takes the account; nothing is sent. */
async function examineMail(): Promise<Finding[]> {
  const { kind, args } = await tryMailServer()
  if (kind === 'good') return [good('mail', args)]
  const state = kind === 'missing' || kind === 'plain' ? 'worth-a-look' : 'bad'
  return [{ check: 'mail', state, code: `doctor-mail-${kind}`, args }]
}
