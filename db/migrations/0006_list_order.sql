DROP INDEX "activities_newest";--> statement-breakpoint
DROP INDEX "people_of_company";--> statement-breakpoint
DROP INDEX "sync_runs_latest";--> statement-breakpoint
DROP INDEX "sync_runs_started";--> statement-breakpoint
CREATE INDEX "people_of_source" ON "people" USING btree ("source","marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "activities_newest" ON "activities" USING btree ("marketo_id","occurred_at","marketo_guid");--> statement-breakpoint
CREATE INDEX "people_of_company" ON "people" USING btree ("company","marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "sync_runs_latest" ON "sync_runs" USING btree ("job","started_at");--> statement-breakpoint
CREATE INDEX "sync_runs_started" ON "sync_runs" USING btree ("started_at","id");