import type { Client } from 'pg'

/**
 * Stores the members of the lists in `staged_part`, in the part's own transaction and after its objects: a list whose
 * newest version stands there gets exactly these members, whatever an earlier part said of it.
 */
export async function replaceMembers(
  client: Client,
  { organizationId, runId }: { organizationId: string; runId: string },
): Promise<void> {
  await client.query(`${winners} ${forget}`, [organizationId, runId])
  await client.query(`${winners} ${insert}`, [organizationId, runId])
}

// The same choice as of the objects; a version that lost against an earlier part's is not in snapshot_objects.
const winners = `with newest as (
  select distinct on (anchor) * from staged_part where kind = 'list' order by anchor, usn_changed desc, ctid desc
), winners as (
  select newest.* from newest join snapshot_objects o on o.anchor = newest.anchor and o.usn_changed = newest.usn_changed
  where o.organization_id = $1 and o.run_id = $2
)`
const forget = `delete from snapshot_members m using winners
  where m.organization_id = $1 and m.run_id = $2 and m.list = winners.anchor`
const insert = `insert into snapshot_members (organization_id, run_id, list, position, dn, dn_key)
  select $1, $2, winners.anchor, member.position, member.dn, member.dn_key
  from winners cross join lateral rows from (
    jsonb_array_elements_text(winners.members::jsonb), jsonb_array_elements_text(winners.member_keys::jsonb)
  ) with ordinality as member (dn, dn_key, position)`
