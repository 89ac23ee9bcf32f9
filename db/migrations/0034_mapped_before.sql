DROP INDEX "mapped_people_email";--> statement-breakpoint
ALTER TABLE "mapped_people" ADD COLUMN "expires" bigint;--> statement-breakpoint
ALTER TABLE "snapshots" ADD COLUMN "mapped_with" text;