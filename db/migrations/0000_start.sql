CREATE TABLE "connector_versions" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connector_versions_organization_id_connector_id_version_pk" PRIMARY KEY("organization_id","connector_id","version")
);
--> statement-breakpoint
CREATE TABLE "connectors" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"version" integer,
	"draft" jsonb,
	"domain_sid" text,
	"tested_hash" text,
	"tested_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connectors_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "directory_jobs" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"request" jsonb NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"result" jsonb,
	"lease_owner" text,
	"lease_until" timestamp (3) with time zone,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "directory_jobs_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "joins" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"applied_hash" text,
	"last_seen_at" timestamp (3) with time zone,
	"suspected_at" timestamp (3) with time zone,
	"suspected_run_id" uuid,
	"parent" uuid,
	"unit" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "joins_organization_id_connector_id_anchor_pk" PRIMARY KEY("organization_id","connector_id","anchor")
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"organization_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"name" text NOT NULL,
	"sealed" text NOT NULL,
	"target" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "secrets_organization_id_connector_id_name_pk" PRIMARY KEY("organization_id","connector_id","name")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"attributes" jsonb NOT NULL,
	"email_key" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"display_name" text GENERATED ALWAYS AS (attributes->>'displayName') STORED,
	"department" text GENERATED ALWAYS AS (attributes->>'department') STORED,
	"title" text GENERATED ALWAYS AS (attributes->>'title') STORED,
	"active" boolean GENERATED ALWAYS AS (not blocked_by_admin and not blocked_by_sync) STORED NOT NULL,
	"blocked_by_admin" boolean DEFAULT false NOT NULL,
	"blocked_by_sync" boolean DEFAULT false NOT NULL,
	"suspended" boolean DEFAULT false NOT NULL,
	"blocked_because" text,
	"role" text DEFAULT 'member' NOT NULL,
	"break_glass" boolean DEFAULT false NOT NULL,
	"connector_id" uuid,
	"session_version" integer DEFAULT 1 NOT NULL,
	"last_logged_on_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "outbox_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "administrators" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"display_name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "administrators_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"event" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text NOT NULL,
	"run_id" uuid,
	"connector_version" integer,
	"details" text DEFAULT '{}' NOT NULL,
	CONSTRAINT "audit_entries_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "domains" (
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"verified_by" text,
	"verified_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "domains_organization_id_name_pk" PRIMARY KEY("organization_id","name")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"plan_hash" text NOT NULL,
	"removals" integer NOT NULL,
	"reason" text NOT NULL,
	"approved_by" text NOT NULL,
	"approved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"used_by_run_id" uuid NOT NULL,
	CONSTRAINT "approvals_organization_id_run_id_pk" PRIMARY KEY("organization_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"account_id" uuid,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"because" jsonb NOT NULL,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"read" boolean NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"hash" text NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"unit" text,
	"state" text NOT NULL,
	"phase" integer NOT NULL,
	"failure" text,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "changes_organization_id_run_id_anchor_pk" PRIMARY KEY("organization_id","run_id","anchor")
);
--> statement-breakpoint
CREATE TABLE "mapped_people" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"placement" text NOT NULL,
	"email_key" text,
	"status" text NOT NULL,
	"attributes" jsonb NOT NULL,
	"manager_dn_key" text,
	"problems" jsonb NOT NULL,
	"parent" uuid,
	"unit" text,
	CONSTRAINT "mapped_people_organization_id_run_id_anchor_pk" PRIMARY KEY("organization_id","run_id","anchor")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" integer NOT NULL,
	"connector_id" uuid NOT NULL,
	"connector_version" integer NOT NULL,
	"kind" text NOT NULL,
	"cause" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"first" boolean NOT NULL,
	"approves_run_id" uuid,
	"requested_by" text NOT NULL,
	"cancel_requested_at" timestamp (3) with time zone,
	"progress" jsonb DEFAULT '{"done":0,"total":null}'::jsonb NOT NULL,
	"plan_hash" text,
	"removals" integer,
	"holds" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"tally" jsonb,
	"report" jsonb,
	"fault" jsonb,
	"lease_owner" text,
	"lease_until" timestamp (3) with time zone,
	"fence" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "runs_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "snapshot_objects" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"anchor" uuid NOT NULL,
	"part" integer NOT NULL,
	"kind" text NOT NULL,
	"scope" integer NOT NULL,
	"dn" text NOT NULL,
	"dn_key" text NOT NULL,
	"parent" uuid,
	"usn_changed" bigint NOT NULL,
	"attributes" jsonb NOT NULL,
	"cleaned" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "snapshot_objects_organization_id_run_id_anchor_pk" PRIMARY KEY("organization_id","run_id","anchor")
);
--> statement-breakpoint
CREATE TABLE "snapshot_parts" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"objects" integer NOT NULL,
	"people" integer NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "snapshot_parts_organization_id_run_id_part_pk" PRIMARY KEY("organization_id","run_id","part")
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"identity" jsonb,
	"proofs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"parts" integer DEFAULT 0 NOT NULL,
	"objects" integer DEFAULT 0 NOT NULL,
	"people" integer DEFAULT 0 NOT NULL,
	"sealed_at" timestamp (3) with time zone,
	CONSTRAINT "snapshots_organization_id_run_id_pk" PRIMARY KEY("organization_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "connectors_name" ON "connectors" USING btree ("organization_id","name");--> statement-breakpoint
CREATE INDEX "directory_jobs_open" ON "directory_jobs" USING btree ("state","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "joins_one_owner" ON "joins" USING btree ("organization_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email_key" ON "accounts" USING btree ("organization_id","email_key");--> statement-breakpoint
CREATE INDEX "accounts_connector" ON "accounts" USING btree ("organization_id","connector_id");--> statement-breakpoint
CREATE INDEX "accounts_display_name" ON "accounts" USING btree ("organization_id","display_name","id");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_once" ON "outbox" USING btree ("organization_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "administrators_email" ON "administrators" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "administrators_one_primary" ON "administrators" USING btree ("organization_id") WHERE role = 'primary-master-admin';--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("organization_id","at");--> statement-breakpoint
CREATE INDEX "audit_entries_target" ON "audit_entries" USING btree ("organization_id","target_kind","target_id");--> statement-breakpoint
CREATE UNIQUE INDEX "domains_verified_once" ON "domains" USING btree ("name") WHERE verified_by is not null;--> statement-breakpoint
CREATE INDEX "changes_pending" ON "changes" USING btree ("organization_id","run_id","state","phase","anchor");--> statement-breakpoint
CREATE INDEX "changes_list" ON "changes" USING btree ("organization_id","run_id","kind","display_name","anchor");--> statement-breakpoint
CREATE INDEX "mapped_people_email" ON "mapped_people" USING btree ("organization_id","run_id","email_key");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_number" ON "runs" USING btree ("organization_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_active_per_connector" ON "runs" USING btree ("organization_id","connector_id") WHERE state in ('queued', 'importing', 'planning', 'applying');--> statement-breakpoint
CREATE INDEX "runs_recent" ON "runs" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "snapshot_objects_dn" ON "snapshot_objects" USING btree ("organization_id","run_id","dn_key");--> statement-breakpoint
CREATE INDEX "snapshot_objects_part" ON "snapshot_objects" USING btree ("organization_id","run_id","part");