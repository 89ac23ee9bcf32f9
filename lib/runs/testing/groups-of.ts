import { sql } from 'drizzle-orm'
import type { TestCompany } from './company'

type Group = { name: string; kind: string; source: string; parent: string | null }

/** Organizational groups and lists by name. */
export async function groupsOf(company: TestCompany): Promise<Record<string, Omit<Group, 'name'>>> {
  const rows = await company.sql<Group>(sql`
    select g.name, g.kind, g.source, above.name as parent from groups g
    left join groups above on above.organization_id = g.organization_id and above.id = g.parent_id order by g.name`)
  return Object.fromEntries(rows.map(({ name, ...group }) => [name, group]))
}

/** A run's rows about groups as `kind reason state`, by name, with the number of members where there are any. */
export async function groupPlan(company: TestCompany, runId: string): Promise<Record<string, string[]>> {
  const rows = await company.sql<{ name: string; rows: string[] }>(sql`
    select name, array_agg(kind || ' ' || reason || ' ' || state || case when members > 0 then ' ' || members else '' end
      order by aspect) as rows
    from group_changes where run_id = ${runId} group by name order by name`)
  return Object.fromEntries(rows.map(row => [row.name, row.rows]))
}

/** Who is in each list: directly as `name source`, and effectively by name. */
export async function membersOf(
  company: TestCompany,
): Promise<Record<string, { direct: string[]; effective: string[] }>> {
  const rows = await company.sql<{ name: string; direct: string[]; effective: string[] }>(sql`
    select g.name,
      array(select who || ' ' || source from (
        select a.display_name as who, m.source from group_members m
        join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
        where m.organization_id = g.organization_id and m.group_id = g.id
        union all
        select inner_list.name, n.source from group_nestings n
        join groups inner_list on inner_list.organization_id = n.organization_id and inner_list.id = n.inner_id
        where n.organization_id = g.organization_id and n.group_id = g.id
      ) everyone order by 1) as direct,
      array(select a.display_name from effective_members e
        join accounts a on a.organization_id = e.organization_id and a.id = e.account_id
        where e.organization_id = g.organization_id and e.group_id = g.id order by 1) as effective
    from groups g where g.kind = 'list' order by g.name`)
  return Object.fromEntries(rows.map(({ name, ...members }) => [name, members]))
}
