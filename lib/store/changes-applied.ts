import { sql } from 'drizzle-orm'
import type { PendingChange } from './changes-states'
import type { OrganizationTransaction } from './organization'
import type { Run } from './runs'
import { goingToPlaces, placesOf } from './whole-run'

/**
 * Notes that these rows were carried out and on which account, in the transaction that read them and did it; and records
 * what happened to whom and why, from the rows themselves.
 * @param events what each kind is called in the record, e.g. `account.added`
 */
export async function recordApplied(
  tx: OrganizationTransaction,
  run: Pick<Run, 'id' | 'connectorVersion'>,
  done: readonly Pick<PendingChange, 'place' | 'accountId'>[],
  events: Partial<Record<PendingChange['kind'], string>>,
): Promise<void> {
  if (done.length === 0) return
  const accounts = `{${done.map(one => one.accountId).join(',')}}`
  const statement = sql`
    with applied as (
      update changes set state = 'applied', applied_at = now(), account_id = done.account_id
      from unnest(${placesOf(done)}::tid[], ${accounts}::uuid[]) as done(place, account_id)
      where changes.organization_id = ${tx.organizationId} and changes.run_id = ${run.id}
        and changes.state = 'planned' and changes.ctid = done.place
      returning changes.anchor, changes.account_id, changes.kind, changes.because, changes.before, changes.after
    )
    insert into audit_entries (organization_id, id, actor_kind, actor_id, event, target_kind, target_id, run_id,
      connector_version, details)
    select ${tx.organizationId}::uuid, gen_random_uuid(), 'run', ${run.id}::text, ${JSON.stringify(events)}::text::jsonb ->> kind,
      'account', account_id::text, ${run.id}::uuid, ${run.connectorVersion}::integer,
      jsonb_build_object('anchor', anchor, 'because', because, 'before', before, 'after', after)::text
    from applied`
  const { count } = await goingToPlaces(tx, () => tx.execute(statement))
  if (count !== done.length) throw new Error(`Of ${done.length} changes that were carried out ${count} are as planned`)
}
