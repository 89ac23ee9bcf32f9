-- Row-level security for every table that has an organization_id, whatever tables 0000 creates.
-- enrollment_portal sees one organization, the one its transaction named; a statement outside of one is an error, because
-- current_setting without missing_ok raises. enrollment_across sees all, and its grants say what it may do there.
do $$
declare
  t text;
begin
  for t in
    select c.relname
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
    where n.nspname = 'public' and c.relkind in ('r', 'p')
  loop
    execute format('alter table public.%I enable row level security, force row level security', t);
    execute format(
      'create policy tenancy on public.%I to enrollment_portal
         using (organization_id = current_setting(''enrollment.organization'')::uuid)
         with check (organization_id = current_setting(''enrollment.organization'')::uuid)', t);
    execute format('create policy across on public.%I to enrollment_across using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on public.%I to enrollment_portal', t);
    execute format('grant select on public.%I to enrollment_across', t);
  end loop;
end $$;
--> statement-breakpoint
-- An organization is its own tenant.
alter table organizations enable row level security, force row level security;
--> statement-breakpoint
create policy tenancy on organizations to enrollment_portal
  using (id = current_setting('enrollment.organization')::uuid)
  with check (id = current_setting('enrollment.organization')::uuid);
--> statement-breakpoint
create policy across on organizations to enrollment_across using (true) with check (true);
--> statement-breakpoint
grant select, update on organizations to enrollment_portal;
--> statement-breakpoint
grant select on organizations to enrollment_across;
--> statement-breakpoint
-- The record is append-only: nobody but the owner can change or remove a row.
revoke update, delete on audit_entries from enrollment_portal;
--> statement-breakpoint
-- No work across organizations needs a secret.
revoke select on secrets from enrollment_across;
--> statement-breakpoint
-- Set-up creates the first administrator's organization.
grant insert on organizations, domains, administrators, audit_entries to enrollment_across;
--> statement-breakpoint
grant update (verified_by, verified_at) on domains to enrollment_across;
--> statement-breakpoint
-- Workers look for due and orphaned work, and claim it.
grant update on runs, directory_jobs, outbox to enrollment_across;
--> statement-breakpoint
-- These belong to no organization.
grant select, insert, update, delete on setup_links, sign_in_attempts, workers to enrollment_across;
--> statement-breakpoint
grant select on workers to enrollment_portal;
