DROP INDEX "groups_list";--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "name_key" text GENERATED ALWAYS AS (left(name, 64)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "address_key" text GENERATED ALWAYS AS (left(coalesce(address, ''), 64)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "search_key" text GENERATED ALWAYS AS (lower((left(name, 96) || ' ' || left(coalesce(address, ''), 96) || ' ' || left(coalesce(description, ''), 120)) collate "und-x-icu")) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "joins_unit" ON "joins" USING btree ("organization_id","connector_id","parent");--> statement-breakpoint
CREATE INDEX "changes_problems" ON "changes" USING btree ("organization_id","run_id") WHERE problems <> '[]'::jsonb;--> statement-breakpoint
-- Groups and lists are read from this index alone, whatever they are filtered and sorted by.
CREATE INDEX "groups_list" ON "groups" USING btree ("organization_id", "kind", "name_key" COLLATE "und-x-icu", "id")
  INCLUDE ("address_key", "search_key", "source");
