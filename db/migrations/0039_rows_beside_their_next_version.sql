DROP INDEX "changes_list";--> statement-breakpoint
DROP INDEX "changes_pending";--> statement-breakpoint
CREATE INDEX "changes_pending" ON "changes" USING btree ("organization_id","run_id","phase","anchor");--> statement-breakpoint
CREATE INDEX "changes_list" ON "changes" USING btree ("organization_id", "run_id", "display_name", "anchor")
  INCLUDE ("kind", "reason", "unit", "email");--> statement-breakpoint
ALTER TABLE "changes" SET (fillfactor = 50);
