ALTER TABLE "exported_objects" ADD COLUMN "put_right" jsonb;--> statement-breakpoint
ALTER TABLE "remote_messengers" ADD COLUMN "failing_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "remote_url" text;--> statement-breakpoint
CREATE UNIQUE INDEX "teams_remote" ON "teams" USING btree ("organization_id","remote_url") WHERE remote_url is not null;