ALTER TABLE "agents" ADD COLUMN "refused" jsonb;--> statement-breakpoint
ALTER TABLE "enrollment_tokens" ADD COLUMN "replaces" uuid;