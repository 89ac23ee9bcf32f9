import { sql } from 'drizzle-orm'
import { changeMessenger, type MessengerOrder, orderMessenger } from '@/lib/connectors/save-messenger'
import type { Outcome } from '@/lib/outcome'
import { TestCompany } from '@/lib/runs/testing/company'
import { inOrganization } from '@/lib/store/organization'
import { readRemoteMessenger } from '@/lib/store/remote-messenger'
import type { SessionOptions } from '../session'
import { workOnMessenger } from '../work-on-messenger'
import { serverToken } from './scim-server'

const actor = { kind: 'operator', id: 'tests' } as const

/** @throws the codes of a refusal */
function expectDone(outcome: Outcome<unknown>): void {
  if (!outcome.ok) throw new Error(outcome.faults.map(({ code }) => code).join())
}

/** A company with another Messenger. */
export class ScimCompany extends TestCompany {
  /** Stores where the other Messenger is. */
  async connect(baseUrl: string, settings: object = {}): Promise<void> {
    const wanted = {
      baseUrl,
      authority: null,
      token: serverToken,
      verifiesAddresses: false,
      drift: 'ours-wins',
      ...settings,
    }
    expectDone(await changeMessenger(this.organizationId, actor, wanted))
  }

  order = async (order: MessengerOrder): Promise<void> =>
    expectDone(await orderMessenger(this.organizationId, actor, order))

  /** What a worker does, all of which is due now. */
  async work(options: Partial<SessionOptions> = {}): Promise<void> {
    await this.sql(sql`update outbox set next_attempt_at = now() - interval '1 minute' + attempts * interval '1 second'
      where done_at is null and next_attempt_at is not null`)
    await this.sql(sql`update remote_messengers set paused_until = null`)
    await workOnMessenger(this.organizationId, { owner: 'test', ...options })
  }

  async reads(): Promise<void> {
    await this.order({ do: 'read' })
    await this.work()
  }

  /** Connected, read, and exporting. */
  async exports(baseUrl: string, settings: object = {}): Promise<void> {
    await this.connect(baseUrl, settings)
    await this.reads()
    await this.order({ do: 'export' })
    await this.work()
  }

  async messenger() {
    const row = await inOrganization(this.organizationId, readRemoteMessenger)
    if (!row) throw new Error('There is none')
    return row
  }

  /** How far each account is, by the part of the address before the @. */
  async states(): Promise<Record<string, string>> {
    const rows = await this.sql<{ name: string; state: string }>(sql`
      select split_part(a.email_key, '@', 1) as name, concat_ws(' ', e.state, e.error) as state
      from exported_objects e join accounts a on a.id = e.object_id where e.kind = 'account' order by 1`)
    return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
  }

  open = () =>
    this.sql<{ kind: string; error: string | null }>(sql`
    select kind, error from outbox where done_at is null and kind like 'scim-%' order by kind`)
}
