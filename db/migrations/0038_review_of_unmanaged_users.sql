CREATE TABLE "directory_matches" (
	"organization_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"connector_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"unit" text,
	"placement" text NOT NULL,
	"excluded_by" text,
	"own_account_id" uuid,
	CONSTRAINT "directory_matches_organization_id_account_id_pk" PRIMARY KEY("organization_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "management_requests" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"reminders" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"answer" text,
	CONSTRAINT "management_requests_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "review_items" (
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	CONSTRAINT "review_items_organization_id_job_id_account_id_pk" PRIMARY KEY("organization_id","job_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "review_jobs" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"quote" jsonb,
	"requested_by" text NOT NULL,
	"total" integer NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "review_jobs_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "domains" ADD COLUMN "token" text;--> statement-breakpoint
ALTER TABLE "domains" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "domains" ADD COLUMN "problem" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "compared_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "management_requests_one_open" ON "management_requests" USING btree ("organization_id","account_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "management_requests_account" ON "management_requests" USING btree ("organization_id","account_id","asked_at");--> statement-breakpoint
CREATE INDEX "management_requests_due" ON "management_requests" USING btree ("next_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "review_items_waiting" ON "review_items" USING btree ("organization_id","job_id","account_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "review_jobs_open" ON "review_jobs" USING btree ("created_at") WHERE finished_at is null;
--> statement-breakpoint
ALTER TABLE "review_jobs" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "review_jobs" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "review_jobs" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "review_jobs" TO enrollment_portal;
--> statement-breakpoint
ALTER TABLE "review_items" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "review_items" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "review_items" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "review_items" TO enrollment_portal;
--> statement-breakpoint
ALTER TABLE "management_requests" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "management_requests" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "management_requests" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "management_requests" TO enrollment_portal;
--> statement-breakpoint
ALTER TABLE "directory_matches" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "directory_matches" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "directory_matches" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "directory_matches" TO enrollment_portal;
--> statement-breakpoint
-- Workers look for what is due in every organization.
GRANT SELECT ON "review_jobs" TO enrollment_across;--> statement-breakpoint
GRANT SELECT ON "management_requests" TO enrollment_across;
--> statement-breakpoint
DROP INDEX "accounts_list";--> statement-breakpoint
-- The list of managed users is read from this index alone, whatever it is filtered and sorted by.
CREATE INDEX "accounts_list" ON "accounts" USING btree ("organization_id", "name_key" COLLATE "und-x-icu", "id")
  INCLUDE ("department_key", "title_key", "search_key", "active", "suspended", "last_logged_on_at", "connector_id", "managed")
  WHERE managed;
