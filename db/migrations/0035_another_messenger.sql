CREATE TABLE "exported_members" (
	"organization_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "exported_members_organization_id_group_id_account_id_pk" PRIMARY KEY("organization_id","group_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "exported_objects" (
	"organization_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"object_id" uuid NOT NULL,
	"remote_id" text,
	"state" text NOT NULL,
	"creating" boolean DEFAULT false NOT NULL,
	"exported" jsonb,
	"settled" jsonb,
	"error" text,
	"detail" text,
	"drift" jsonb,
	"drift_at" timestamp (3) with time zone,
	"run_id" uuid,
	"exported_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exported_objects_organization_id_kind_object_id_pk" PRIMARY KEY("organization_id","kind","object_id")
);
--> statement-breakpoint
CREATE TABLE "remote_messengers" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"base_url" text NOT NULL,
	"authority" text,
	"token" text NOT NULL,
	"verifies_addresses" boolean NOT NULL,
	"drift" text NOT NULL,
	"state" text DEFAULT 'reading' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"test_due_at" timestamp (3) with time zone,
	"test" jsonb,
	"read_due_at" timestamp (3) with time zone,
	"reading" jsonb,
	"has_versions" boolean DEFAULT false NOT NULL,
	"trouble" jsonb,
	"failures" integer DEFAULT 0 NOT NULL,
	"paused_until" timestamp (3) with time zone,
	"lease_owner" text,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "remote_objects" (
	"organization_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"remote_id" text NOT NULL,
	"version" text,
	"external_id" text,
	"address" text,
	"facts" jsonb NOT NULL,
	"attributes" jsonb,
	"reading_id" uuid,
	CONSTRAINT "remote_objects_organization_id_kind_remote_id_pk" PRIMARY KEY("organization_id","kind","remote_id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "exported_objects_remote" ON "exported_objects" USING btree ("organization_id","kind","remote_id") WHERE remote_id is not null;--> statement-breakpoint
CREATE INDEX "exported_objects_state" ON "exported_objects" USING btree ("organization_id","state");--> statement-breakpoint
CREATE INDEX "remote_messengers_due" ON "remote_messengers" USING btree ("read_due_at");--> statement-breakpoint
CREATE INDEX "remote_objects_reading" ON "remote_objects" USING btree ("organization_id","kind","reading_id");--> statement-breakpoint
ALTER TABLE "remote_messengers" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "remote_messengers" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "remote_messengers" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "remote_messengers" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "remote_objects" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "remote_objects" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "remote_objects" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "remote_objects" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "exported_objects" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "exported_objects" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "exported_objects" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "exported_objects" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "exported_members" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "exported_members" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "exported_members" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "exported_members" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "remote_messengers" TO enrollment_across;
