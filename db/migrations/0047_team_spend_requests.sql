CREATE TABLE "team_spend_requests" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"quote" jsonb NOT NULL,
	"message" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"approver" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"answer" text,
	"reason" text,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "team_spend_requests_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "settings" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "team_spend_requests_open" ON "team_spend_requests" USING btree ("organization_id","team_id") WHERE answer is null;--> statement-breakpoint
CREATE INDEX "team_spend_requests_team" ON "team_spend_requests" USING btree ("organization_id","team_id","asked_at");
--> statement-breakpoint
ALTER TABLE "team_spend_requests" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "team_spend_requests" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "team_spend_requests" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "team_spend_requests" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "team_spend_requests" TO enrollment_across;
