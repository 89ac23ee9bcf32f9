import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { readAdministrator } from '@/lib/store/administrators'
import { openWebhook } from '@/lib/store/notification-settings'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { inLanguage } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import { linkTo } from './link-to'
import { mailServer } from './mail-server'
import { handOver } from './send-mail'
import { postSigned } from './send-webhook'

/** Where the test went: an address, or the host of the webhook. */
type Tested = { to: string }

/**
 * Sends a mail to an administrator's own address now, past the outbox, so that they see what comes of it.
 * Faults: `test-mail-not-configured`, `test-mail-refused` with what the server answered, `test-mail-unreachable`.
 */
export async function sendTestMail(organizationId: string, administratorId: string): Promise<Outcome<Tested>> {
  const server = mailServer()
  if (!server) return refused('test-mail-not-configured')
  const { administrator, company } = await inOrganization(organizationId, async tx => ({
    administrator: await readAdministrator(tx, administratorId),
    company: (await readOrganization(tx))?.name ?? '',
  }))
  if (!administrator) throw new Error('An administrator who does not exist asked for a test')
  const { displayName: name, email: address, language } = administrator
  const args = { name, company, link: linkTo('/settings/notifications') }
  const letter = inLanguage(language, () => ({
    to: { name, address },
    subject: sentence('test-subject', args, 'mail'),
    text: sentence('test-text', args, 'mail'),
  }))
  try {
    await handOver(server, letter, randomUUID())
  } catch (error) {
    return mailFault(error)
  }
  return told(organizationId, administratorId, { kind: 'mail', to: address })
}

/** What the server answered is of use to whoever mends it; what kept us from reaching it is the operator's to see. */
function mailFault(error: unknown) {
  const { response } = error as { response?: unknown }
  return typeof response === 'string'
    ? refused('test-mail-refused', { because: response.slice(0, 200) })
    : refused('test-mail-unreachable')
}

/**
 * Sends a signed request to the organization's webhook now. Faults: `test-webhook-not-configured`,
 * `test-webhook-address-refused`, `test-webhook-refused` with the status, `test-webhook-unreachable`.
 */
export async function sendTestRequest(organizationId: string, administratorId: string): Promise<Outcome<Tested>> {
  const webhook = await inOrganization(organizationId, tx => openWebhook(tx))
  if (!webhook) return refused('test-webhook-not-configured')
  const payload = { event: 'test', at: new Date().toISOString() }
  const answer = await postSigned(webhook, { idempotencyKey: `test:${randomUUID()}`, payload })
  if (answer === 'address-refused' || answer === 'unreachable') return refused(`test-webhook-${answer}`)
  if (answer < 200 || answer >= 300) return refused('test-webhook-refused', { status: answer })
  return told(organizationId, administratorId, { kind: 'webhook', to: new URL(webhook.url).host })
}

async function told(
  organizationId: string,
  administratorId: string,
  { kind, to }: { kind: 'mail' | 'webhook'; to: string },
): Promise<Outcome<Tested>> {
  await inOrganization(organizationId, tx =>
    recordAudit(tx, {
      actor: { kind: 'administrator', id: administratorId },
      event: 'notifications.tested',
      target: { kind: 'organization', id: organizationId },
      details: { kind, to },
    }),
  )
  return done({ to })
}
