-- PostgreSQL refuses COPY into a table under row-level security. So the rows of snapshot_objects stand in a partition
-- without it, which nobody but the owner can read, change or remove from: the portal's role may only add to it, and cannot
-- say for whom. The organization is always the one that its transaction named. Everything else goes through
-- snapshot_objects, under row-level security as before.
drop policy tenancy on snapshot_objects;
--> statement-breakpoint
drop policy across on snapshot_objects;
--> statement-breakpoint
revoke all on snapshot_objects from enrollment_portal, enrollment_across;
--> statement-breakpoint
alter table snapshot_objects no force row level security, disable row level security;
--> statement-breakpoint
alter table snapshot_objects rename to snapshot_objects_rows;
--> statement-breakpoint
alter index snapshot_objects_organization_id_run_id_anchor_pk rename to snapshot_objects_rows_pk;
--> statement-breakpoint
alter index snapshot_objects_part rename to snapshot_objects_rows_part;
--> statement-breakpoint
alter index snapshot_objects_others rename to snapshot_objects_rows_others;
--> statement-breakpoint
create table snapshot_objects (like snapshot_objects_rows including defaults) partition by list (organization_id);
--> statement-breakpoint
alter table snapshot_objects add constraint snapshot_objects_organization_id_run_id_anchor_pk
  primary key (organization_id, run_id, anchor);
--> statement-breakpoint
create index snapshot_objects_part on snapshot_objects using btree (organization_id, run_id, part);
--> statement-breakpoint
create index snapshot_objects_others on snapshot_objects using btree (organization_id, run_id, kind) where kind <> 'person';
--> statement-breakpoint
alter table snapshot_objects attach partition snapshot_objects_rows default;
--> statement-breakpoint
alter table snapshot_objects enable row level security, force row level security;
--> statement-breakpoint
create policy tenancy on snapshot_objects to enrollment_portal
  using (organization_id = current_setting('enrollment.organization')::uuid)
  with check (organization_id = current_setting('enrollment.organization')::uuid);
--> statement-breakpoint
create policy across on snapshot_objects to enrollment_across using (true) with check (true);
--> statement-breakpoint
grant select, insert, update, delete on snapshot_objects to enrollment_portal;
--> statement-breakpoint
grant select on snapshot_objects to enrollment_across;
--> statement-breakpoint
alter table snapshot_objects_rows
  alter organization_id set default current_setting('enrollment.organization')::uuid,
  alter run_id set default current_setting('enrollment.run')::uuid,
  alter part set default current_setting('enrollment.part')::integer;
--> statement-breakpoint
grant insert (anchor, kind, scope, dn, dn_key, parent, usn_changed, attributes, cleaned) on snapshot_objects_rows
  to enrollment_portal;
