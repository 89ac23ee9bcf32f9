DROP INDEX "connectors_name";--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "connectors_name" ON "connectors" USING btree ("organization_id","name") WHERE deleted_at is null;