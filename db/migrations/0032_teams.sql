CREATE TABLE "team_adoptions" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"quote" jsonb NOT NULL,
	"committed_by" uuid NOT NULL,
	"committed_by_name" text NOT NULL,
	"committed_at" timestamp (3) with time zone NOT NULL,
	"members" integer NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "team_adoptions_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "team_members" (
	"organization_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"role" text DEFAULT 'member' NOT NULL,
	"billed_since" timestamp (3) with time zone,
	"adoption" text,
	"adoption_because" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_members_organization_id_team_id_id_pk" PRIMARY KEY("organization_id","team_id","id")
);
--> statement-breakpoint
CREATE TABLE "team_requests" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"message" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"answer" text,
	"reason" text,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "team_requests_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"owner_email" text NOT NULL,
	"plan_type" text DEFAULT 'free' NOT NULL,
	"paid" jsonb,
	"status" text DEFAULT 'active' NOT NULL,
	"management" text DEFAULT 'found' NOT NULL,
	"management_reason" text,
	"management_at" timestamp (3) with time zone,
	"member_count" integer DEFAULT 0 NOT NULL,
	"external_count" integer DEFAULT 0 NOT NULL,
	"last_active_at" timestamp (3) with time zone,
	"name_key" text GENERATED ALWAYS AS (left(name, 64)) STORED NOT NULL,
	"owner_key" text GENERATED ALWAYS AS (left(owner_email, 64)) STORED NOT NULL,
	"search_key" text GENERATED ALWAYS AS (lower((left(name, 96) || ' ' || left(owner_email, 96)) collate "und-x-icu")) STORED NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "teams_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE INDEX "team_adoptions_team" ON "team_adoptions" USING btree ("organization_id","team_id","committed_at");--> statement-breakpoint
CREATE INDEX "team_adoptions_open" ON "team_adoptions" USING btree ("committed_at") WHERE finished_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "team_members_once" ON "team_members" USING btree ("organization_id","team_id","email_key");--> statement-breakpoint
CREATE INDEX "team_members_account" ON "team_members" USING btree ("organization_id","account_id");--> statement-breakpoint
CREATE INDEX "team_members_waiting" ON "team_members" USING btree ("organization_id","team_id") WHERE adoption = 'waiting';--> statement-breakpoint
CREATE INDEX "team_members_billed" ON "team_members" USING btree ("organization_id","email_key") WHERE billed_since is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "team_requests_open" ON "team_requests" USING btree ("organization_id","team_id") WHERE answer is null;--> statement-breakpoint
-- A list is read from this index alone, whatever it is filtered and sorted by.
CREATE INDEX "teams_list" ON "teams" USING btree ("organization_id", "name_key" COLLATE "und-x-icu", "id")
  INCLUDE ("owner_key", "search_key", "plan_type", "status", "management", "member_count", "external_count", "last_active_at");--> statement-breakpoint
ALTER TABLE "teams" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "teams" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "teams" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "teams" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "team_members" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "team_members" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "team_members" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "team_members" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "team_requests" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "team_requests" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "team_requests" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "team_requests" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "team_adoptions" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "team_adoptions" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "team_adoptions" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "team_adoptions" TO enrollment_portal;--> statement-breakpoint
GRANT SELECT ON "team_requests" TO enrollment_across;--> statement-breakpoint
GRANT SELECT ON "team_adoptions" TO enrollment_across;
