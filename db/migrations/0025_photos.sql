CREATE TABLE "photo_facts" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"stamp" text NOT NULL,
	"settled" boolean NOT NULL,
	"photo" jsonb,
	CONSTRAINT "photo_facts_organization_id_connector_id_anchor_pk" PRIMARY KEY("organization_id","connector_id","anchor")
);
--> statement-breakpoint
CREATE TABLE "photos" (
	"organization_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"picture" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "photos_organization_id_hash_pk" PRIMARY KEY("organization_id","hash")
);
--> statement-breakpoint
ALTER TABLE "mapped_people" ADD COLUMN "photo" jsonb;--> statement-breakpoint
ALTER TABLE "photo_facts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "photo_facts" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "photo_facts" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "photo_facts" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "photos" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "photos" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "photos" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "photos" TO enrollment_portal;
