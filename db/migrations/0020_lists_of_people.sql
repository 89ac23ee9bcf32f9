ALTER TABLE "joins" ADD COLUMN "through_list" text;--> statement-breakpoint
ALTER TABLE "mapped_people" ADD COLUMN "list" text;