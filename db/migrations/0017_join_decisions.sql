CREATE TABLE "join_cases" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"run_id" uuid,
	"because" jsonb NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"unit" text,
	"candidates" jsonb NOT NULL,
	"may_create" boolean NOT NULL,
	"evidence_hash" text NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "join_cases_organization_id_connector_id_anchor_pk" PRIMARY KEY("organization_id","connector_id","anchor")
);
--> statement-breakpoint
CREATE TABLE "join_decisions" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"choice" text NOT NULL,
	"account_id" uuid,
	"evidence" jsonb NOT NULL,
	"evidence_hash" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_by_name" text NOT NULL,
	"decided_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"used_by_run_id" uuid,
	CONSTRAINT "join_decisions_organization_id_connector_id_anchor_pk" PRIMARY KEY("organization_id","connector_id","anchor")
);
--> statement-breakpoint
CREATE INDEX "join_cases_list" ON "join_cases" USING btree ("organization_id","connector_id","display_name","anchor");--> statement-breakpoint
ALTER TABLE "join_cases" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "join_cases" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "join_cases" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "join_cases" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "join_cases" TO enrollment_across;--> statement-breakpoint
ALTER TABLE "join_decisions" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "join_decisions" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "join_decisions" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "join_decisions" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "join_decisions" TO enrollment_across;
