CREATE TABLE "import_units" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"scope" integer NOT NULL,
	"root" uuid,
	"root_dn" text NOT NULL,
	"part" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"first_part" integer,
	"proof" jsonb,
	"start_usn" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "import_units_organization_id_run_id_number_pk" PRIMARY KEY("organization_id","run_id","number")
);
--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "attention" jsonb;
--> statement-breakpoint
ALTER TABLE "import_units" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "import_units" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "import_units" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_units" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "import_units" TO enrollment_across;
