CREATE TABLE "effective_members" (
	"organization_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "effective_members_organization_id_group_id_account_id_pk" PRIMARY KEY("organization_id","group_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "group_changes" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"aspect" text NOT NULL,
	"group_kind" text NOT NULL,
	"group_id" uuid,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"because" jsonb NOT NULL,
	"read" boolean NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"members" integer DEFAULT 0 NOT NULL,
	"hash" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"phase" integer NOT NULL,
	"failure" text,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "group_changes_organization_id_run_id_anchor_aspect_pk" PRIMARY KEY("organization_id","run_id","anchor","aspect")
);
--> statement-breakpoint
CREATE TABLE "group_joins" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"parent" uuid,
	"released_at" timestamp (3) with time zone,
	"last_seen_at" timestamp (3) with time zone,
	"suspected_at" timestamp (3) with time zone,
	"outside" integer DEFAULT 0 NOT NULL,
	"others" integer DEFAULT 0 NOT NULL,
	"members_known" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_joins_organization_id_connector_id_anchor_pk" PRIMARY KEY("organization_id","connector_id","anchor")
);
--> statement-breakpoint
CREATE TABLE "group_members" (
	"organization_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_members_organization_id_group_id_account_id_source_pk" PRIMARY KEY("organization_id","group_id","account_id","source")
);
--> statement-breakpoint
CREATE TABLE "group_nestings" (
	"organization_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"inner_id" uuid NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_nestings_organization_id_group_id_inner_id_source_pk" PRIMARY KEY("organization_id","group_id","inner_id","source")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"address" text,
	"description" text,
	"parent_id" uuid,
	"source" text NOT NULL,
	"connector_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "groups_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "membership_changes" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"list" uuid NOT NULL,
	"aspect" text NOT NULL,
	"member_kind" text NOT NULL,
	"source" text NOT NULL,
	"member" uuid NOT NULL,
	"name" text NOT NULL,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "membership_changes_organization_id_run_id_list_aspect_member_kind_source_member_pk" PRIMARY KEY("organization_id","run_id","list","aspect","member_kind","source","member")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "group_tally" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "group_report" jsonb;--> statement-breakpoint
CREATE INDEX "effective_members_account" ON "effective_members" USING btree ("organization_id","account_id");--> statement-breakpoint
CREATE INDEX "group_changes_pending" ON "group_changes" USING btree ("organization_id","run_id","state","phase","anchor");--> statement-breakpoint
CREATE INDEX "group_changes_list" ON "group_changes" USING btree ("organization_id","run_id","name","anchor");--> statement-breakpoint
CREATE UNIQUE INDEX "group_joins_group" ON "group_joins" USING btree ("organization_id","group_id");--> statement-breakpoint
CREATE INDEX "group_members_account" ON "group_members" USING btree ("organization_id","account_id");--> statement-breakpoint
CREATE INDEX "group_nestings_inner" ON "group_nestings" USING btree ("organization_id","inner_id");--> statement-breakpoint
CREATE INDEX "groups_name" ON "groups" USING btree ("organization_id","kind","name","id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_address" ON "groups" USING btree ("organization_id","address") WHERE address is not null;--> statement-breakpoint
-- Row-level security and grants as every table with an organization has them.
do $$
declare
  t text;
begin
  foreach t in array array['groups', 'group_joins', 'group_members', 'group_nestings', 'effective_members',
    'group_changes', 'membership_changes']
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
