ALTER TABLE "runs" ADD COLUMN "quick" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "full_because" jsonb;--> statement-breakpoint
ALTER TABLE "snapshots" ADD COLUMN "method" text DEFAULT 'full' NOT NULL;--> statement-breakpoint
ALTER TABLE "snapshots" ADD COLUMN "base_run_id" uuid;--> statement-breakpoint
ALTER TABLE "snapshots" ADD COLUMN "watermark" jsonb;--> statement-breakpoint
ALTER TABLE "snapshots" ADD COLUMN "full_read_at" timestamp (3) with time zone;