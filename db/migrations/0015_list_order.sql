DROP INDEX "people_by_name";--> statement-breakpoint
DROP INDEX "people_by_email";--> statement-breakpoint
DROP INDEX "people_by_company";--> statement-breakpoint
DROP INDEX "people_by_title";--> statement-breakpoint
DROP INDEX "people_by_source";--> statement-breakpoint
DROP INDEX "people_by_updated";--> statement-breakpoint
ALTER TABLE "people" drop column "name_key";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "name_key" text GENERATED ALWAYS AS (coalesce(nullif(lower(trim(coalesce(last_name, '') || ' ' || coalesce(first_name, ''))), ''), chr(1114111))) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "people_by_name" ON "people" USING btree ((name_key collate "C"),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_email" ON "people" USING btree ((coalesce(lower(email), chr(1114111)) collate "C"),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_company" ON "people" USING btree ((coalesce(lower(company), chr(1114111)) collate "C"),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_title" ON "people" USING btree ((coalesce(lower(title), chr(1114111)) collate "C"),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_source" ON "people" USING btree ((coalesce(lower(source), chr(1114111)) collate "C"),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_updated" ON "people" USING btree (coalesce(marketo_updated_at, 'infinity'),"marketo_id") WHERE state = 'active';--> statement-breakpoint
-- Of the expressions of partial indexes Postgres keeps no statistics, and would sort a stretch that it takes for short.
CREATE STATISTICS "people_email_key" ON (coalesce(lower(email), chr(1114111)) collate "C") FROM "people";--> statement-breakpoint
CREATE STATISTICS "people_company_key" ON (coalesce(lower(company), chr(1114111)) collate "C") FROM "people";--> statement-breakpoint
CREATE STATISTICS "people_title_key" ON (coalesce(lower(title), chr(1114111)) collate "C") FROM "people";--> statement-breakpoint
CREATE STATISTICS "people_source_key" ON (coalesce(lower(source), chr(1114111)) collate "C") FROM "people";--> statement-breakpoint
CREATE STATISTICS "people_updated_key" ON (coalesce(marketo_updated_at, 'infinity')) FROM "people";--> statement-breakpoint
ANALYZE "people";
