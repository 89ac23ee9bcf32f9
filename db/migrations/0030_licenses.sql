CREATE TABLE "licenses" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"seats" integer,
	"price_per_seat" integer,
	"currency" text,
	"billing_term" text DEFAULT 'monthly' NOT NULL,
	"renews_on" date,
	"of_sample" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "licenses" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "licenses" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "licenses" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "licenses" TO enrollment_portal;
