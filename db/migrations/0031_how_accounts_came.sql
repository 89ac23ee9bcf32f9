ALTER TABLE "accounts" ADD COLUMN "managed_by_admin" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "managed" boolean GENERATED ALWAYS AS (connector_id is not null or managed_by_admin) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "origin" text DEFAULT 'self-registered' NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "invited_by" uuid;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "registered" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "plan" text DEFAULT 'free' NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "managed_elsewhere" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "on_hold" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "on_retention_policy" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "on_ediscovery_search" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "review" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "directory_match" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "email_domain" text GENERATED ALWAYS AS (split_part(email_key, '@', 2)) STORED NOT NULL;--> statement-breakpoint
-- The list of unmanaged users is read from this index alone, whatever it is filtered and sorted by.
CREATE INDEX "accounts_unmanaged" ON "accounts" USING btree ("organization_id", "name_key" COLLATE "und-x-icu", "id")
  INCLUDE ("search_key", "email_key", "email_domain", "email_verified", "registered", "active", "suspended", "plan", "origin",
    "review", "directory_match", "last_logged_on_at", "managed", "blocked_by_sync")
  WHERE NOT managed AND NOT blocked_by_sync;
