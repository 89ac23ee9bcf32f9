CREATE TABLE "agent_jobs" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"asker" text NOT NULL,
	"method" text NOT NULL,
	"call" jsonb NOT NULL,
	"base_dn" text,
	"state" text DEFAULT 'queued' NOT NULL,
	"epoch" bigint,
	"agent_id" uuid,
	"claim" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"result" jsonb,
	"seal" jsonb,
	"waited_for_until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "agent_jobs_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "agent_keys" (
	"organization_id" uuid NOT NULL,
	"key_id" text NOT NULL,
	"agent_id" uuid NOT NULL,
	"public_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"first_used_at" timestamp (3) with time zone,
	CONSTRAINT "agent_keys_organization_id_key_id_pk" PRIMARY KEY("organization_id","key_id")
);
--> statement-breakpoint
CREATE TABLE "agent_nonces" (
	"organization_id" uuid NOT NULL,
	"key_id" text NOT NULL,
	"nonce" text NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agent_nonces_organization_id_key_id_nonce_pk" PRIMARY KEY("organization_id","key_id","nonce")
);
--> statement-breakpoint
CREATE TABLE "agent_parts" (
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"claim" integer NOT NULL,
	"number" integer NOT NULL,
	"compressed" "bytea" NOT NULL,
	"plain_bytes" integer NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "agent_parts_organization_id_job_id_claim_number_pk" PRIMARY KEY("organization_id","job_id","claim","number")
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"name" text NOT NULL,
	"host" text NOT NULL,
	"system" text NOT NULL,
	"version" text NOT NULL,
	"protocol" integer NOT NULL,
	"instance" uuid NOT NULL,
	"instance_before" uuid,
	"cloned_at" timestamp (3) with time zone,
	"enrolled_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"enrolled_from" text,
	"last_contact_at" timestamp (3) with time zone,
	"clock_ahead" integer DEFAULT 0 NOT NULL,
	"directory" jsonb,
	"directory_reached_at" timestamp (3) with time zone,
	"fault" jsonb,
	"fault_at" timestamp (3) with time zone,
	"rotation_asked_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	CONSTRAINT "agents_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "enrollment_tokens" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"agent_name" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"agent_id" uuid,
	"refused" jsonb,
	CONSTRAINT "enrollment_tokens_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE INDEX "agent_jobs_open" ON "agent_jobs" USING btree ("state","connector_id") WHERE state in ('queued', 'working');--> statement-breakpoint
CREATE INDEX "agent_jobs_of_connector" ON "agent_jobs" USING btree ("organization_id","connector_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "agent_jobs_one_import" ON "agent_jobs" USING btree ("organization_id","connector_id","asker") WHERE state in ('queued', 'working') and method = 'import';--> statement-breakpoint
CREATE UNIQUE INDEX "agent_jobs_epoch" ON "agent_jobs" USING btree ("organization_id","connector_id","epoch") WHERE epoch is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_keys_key_id" ON "agent_keys" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "agent_keys_of_agent" ON "agent_keys" USING btree ("organization_id","agent_id");--> statement-breakpoint
CREATE INDEX "agent_nonces_end" ON "agent_nonces" USING btree ("ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "agents_name" ON "agents" USING btree ("organization_id","name") WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX "agents_of_connector" ON "agents" USING btree ("organization_id","connector_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrollment_tokens_hash" ON "enrollment_tokens" USING btree ("token_hash");--> statement-breakpoint
-- What arrives is compressed already.
ALTER TABLE "agent_parts" ALTER COLUMN "compressed" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "agents" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "agents" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "agents" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agents" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "agent_keys" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "agent_keys" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "agent_keys" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agent_keys" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "agent_nonces" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "agent_nonces" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "agent_nonces" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agent_nonces" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "enrollment_tokens" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "enrollment_tokens" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "enrollment_tokens" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "enrollment_tokens" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "agent_jobs" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "agent_jobs" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "agent_jobs" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agent_jobs" TO enrollment_portal;--> statement-breakpoint
ALTER TABLE "agent_parts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenancy ON "agent_parts" TO enrollment_portal
  USING (organization_id = current_setting('enrollment.organization')::uuid)
  WITH CHECK (organization_id = current_setting('enrollment.organization')::uuid);--> statement-breakpoint
CREATE POLICY across ON "agent_parts" TO enrollment_across USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agent_parts" TO enrollment_portal;--> statement-breakpoint
-- Nobody knows whose a request is before its key, or a token, was looked up.
GRANT SELECT ON "agents", "agent_keys", "enrollment_tokens" TO enrollment_across;--> statement-breakpoint
-- One question for all agents that wait, and one broom for all organizations.
GRANT SELECT, DELETE ON "agent_jobs", "agent_parts" TO enrollment_across;--> statement-breakpoint
GRANT SELECT, DELETE ON "agent_nonces" TO enrollment_across;
