CREATE TABLE "unsaved_steps" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"administrator_id" uuid NOT NULL,
	"step" text NOT NULL,
	"values" jsonb NOT NULL,
	"seen" text NOT NULL,
	"kept_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "unsaved_steps_pk" PRIMARY KEY("organization_id","connector_id","administrator_id","step")
);
--> statement-breakpoint
ALTER TABLE "unsaved_steps" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "unsaved_steps" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "unsaved_steps" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "unsaved_steps" TO enrollment_portal;
