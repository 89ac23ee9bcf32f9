ALTER TABLE "connectors" ADD COLUMN "managed_by" uuid;--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "managed_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "taken_back_at" timestamp (3) with time zone;