ALTER TABLE "changes" ADD COLUMN "waits_for" uuid;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "moves_with" uuid;--> statement-breakpoint
CREATE INDEX "changes_moves_with" ON "changes" USING btree ("organization_id","run_id","moves_with") WHERE moves_with is not null;