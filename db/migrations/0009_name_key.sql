DROP INDEX "people_by_name";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "name_key" text GENERATED ALWAYS AS (coalesce(nullif(lower(trim(coalesce(last_name, '') || ' ' || coalesce(first_name, ''))), ''), '~')) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "people_by_name" ON "people" USING btree ("name_key","marketo_id") WHERE state = 'active';