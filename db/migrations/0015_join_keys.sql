ALTER TABLE "accounts" ADD COLUMN "employee_number" text GENERATED ALWAYS AS (attributes->>'employeeNumber') STORED;--> statement-breakpoint
ALTER TABLE "mapped_people" ADD COLUMN "user_name_key" text;--> statement-breakpoint
CREATE INDEX "accounts_employee_number" ON "accounts" USING btree ("organization_id","employee_number");