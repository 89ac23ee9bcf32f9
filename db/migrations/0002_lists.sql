CREATE TABLE "snapshot_members" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"list" uuid NOT NULL,
	"position" integer NOT NULL,
	"dn" text NOT NULL,
	"dn_key" text NOT NULL,
	CONSTRAINT "snapshot_members_organization_id_run_id_list_position_pk" PRIMARY KEY("organization_id","run_id","list","position")
);
--> statement-breakpoint
ALTER TABLE "snapshot_objects" ADD COLUMN "members" integer;--> statement-breakpoint
ALTER TABLE "snapshot_objects" ADD COLUMN "members_fault" jsonb;--> statement-breakpoint
ALTER TABLE "snapshot_members" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "snapshot_members" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "snapshot_members" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "snapshot_members" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "snapshot_members" TO enrollment_across;
