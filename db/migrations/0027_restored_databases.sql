CREATE TABLE "database_marks" (
	"id" integer PRIMARY KEY NOT NULL,
	"written_by" text NOT NULL,
	"timeline" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "restored_at" timestamp (3) with time zone;--> statement-breakpoint
-- It belongs to no organization; every claim of a run looks at it.
GRANT SELECT, INSERT, UPDATE ON "database_marks" TO enrollment_across;--> statement-breakpoint
GRANT SELECT ON "database_marks" TO enrollment_portal;
