CREATE TABLE "known_units" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"ruled" boolean NOT NULL,
	"run_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "known_units_organization_id_connector_id_anchor_pk" PRIMARY KEY("organization_id","connector_id","anchor")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "notices" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "known_units" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "known_units" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "known_units" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "known_units" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "known_units" TO enrollment_across;
