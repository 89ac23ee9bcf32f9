CREATE TABLE "saved_views" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"list" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"owner" uuid NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
DROP INDEX "groups_name";--> statement-breakpoint
DROP INDEX "accounts_display_name";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "name_key" text GENERATED ALWAYS AS (left(coalesce(attributes->>'displayName', ''), 64)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "department_key" text GENERATED ALWAYS AS (left(coalesce(attributes->>'department', ''), 64)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "title_key" text GENERATED ALWAYS AS (left(coalesce(attributes->>'title', ''), 64)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "search_key" text GENERATED ALWAYS AS (lower((left(coalesce(attributes->>'displayName', ''), 96) || ' ' || left(coalesce(attributes->>'email', ''), 96) || ' ' || left(coalesce(attributes->>'department', ''), 62)) collate "und-x-icu")) STORED NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name" ON "saved_views" USING btree ("organization_id","list","owner","name");--> statement-breakpoint
CREATE INDEX "groups_list" ON "groups" USING btree ("organization_id","kind",name collate "und-x-icu","id");--> statement-breakpoint
-- A list is read from this index alone, whatever it is filtered and sorted by.
CREATE INDEX "accounts_list" ON "accounts" USING btree ("organization_id", "name_key" COLLATE "und-x-icu", "id")
  INCLUDE ("department_key", "title_key", "search_key", "active", "suspended", "last_logged_on_at", "connector_id")
  WHERE connector_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE "saved_views" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "saved_views" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "saved_views" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "saved_views" TO enrollment_portal;
