CREATE TABLE "schedule_clocks" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"revision" integer NOT NULL,
	"time_zone" text NOT NULL,
	"next_for" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"last_for" timestamp (3) with time zone,
	"last_date" text,
	"left_out" jsonb,
	CONSTRAINT "schedule_clocks_organization_id_connector_id_kind_pk" PRIMARY KEY("organization_id","connector_id","kind")
);
--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "schedule" jsonb;--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "schedule_revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "schedule_kind" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "scheduled_for" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "scheduled_date" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "missed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "delayed_removals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "takeovers" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "retry_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "retries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "schedule_clocks_due" ON "schedule_clocks" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_per_scheduled_time" ON "runs" USING btree ("organization_id","connector_id","schedule_kind","scheduled_for") WHERE scheduled_for is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_per_scheduled_day" ON "runs" USING btree ("organization_id","connector_id","schedule_kind","scheduled_date") WHERE scheduled_date is not null;--> statement-breakpoint
ALTER TABLE "schedule_clocks" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "schedule_clocks" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "schedule_clocks" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "schedule_clocks" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "schedule_clocks" TO enrollment_across;
