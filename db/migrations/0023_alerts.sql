CREATE TABLE "alert_notices" (
	"organization_id" uuid NOT NULL,
	"administrator_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone,
	"digest" boolean NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "alert_notices_organization_id_administrator_id_alert_id_pk" PRIMARY KEY("organization_id","administrator_id","alert_id")
);
--> statement-breakpoint
CREATE TABLE "alert_preferences" (
	"organization_id" uuid NOT NULL,
	"administrator_id" uuid NOT NULL,
	"event" text NOT NULL,
	"delivery" text NOT NULL,
	CONSTRAINT "alert_preferences_organization_id_administrator_id_event_pk" PRIMARY KEY("organization_id","administrator_id","event")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"event" text NOT NULL,
	"cause" text NOT NULL,
	"because" jsonb NOT NULL,
	"run_id" uuid,
	"run_number" integer,
	"times" integer DEFAULT 1 NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "alerts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE INDEX "alert_notices_due" ON "alert_notices" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_standing" ON "alerts" USING btree ("organization_id","connector_id","event","cause") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "alerts_recent" ON "alerts" USING btree ("organization_id","last_at");--> statement-breakpoint
ALTER TABLE "alerts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "alerts" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "alerts" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "alerts" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "alert_preferences" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "alert_preferences" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "alert_preferences" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_preferences" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "alert_notices" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "alert_notices" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "alert_notices" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_notices" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "alerts" TO enrollment_across;--> statement-breakpoint
GRANT SELECT ON "alert_notices" TO enrollment_across;
