CREATE TABLE "activities" (
	"marketo_guid" text PRIMARY KEY NOT NULL,
	"marketo_id" bigint NOT NULL,
	"type_id" integer NOT NULL,
	"kind" text NOT NULL,
	"type" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"title" text NOT NULL,
	"attributes" jsonb NOT NULL,
	"read_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activity_reads" (
	"marketo_id" bigint NOT NULL,
	"type_group" text NOT NULL,
	"head_token" text,
	"head_read_at" timestamp with time zone,
	"covered_from" timestamp with time zone,
	"reached_start" boolean DEFAULT false NOT NULL,
	"window_token" text,
	"window_from" timestamp with time zone,
	"window_to" timestamp with time zone,
	"overlap_read_at" timestamp with time zone,
	"fingerprint" text NOT NULL,
	CONSTRAINT "activity_reads_marketo_id_type_group_pk" PRIMARY KEY("marketo_id","type_group")
);
--> statement-breakpoint
CREATE TABLE "day_tokens" (
	"day" date PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"minted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "absent_people" (
	"marketo_id" bigint PRIMARY KEY NOT NULL,
	"read_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dirty_people" (
	"marketo_id" bigint PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"mark" integer DEFAULT 1 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone,
	"missing_since" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "freshness_samples" (
	"marketo_id" bigint NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"visible_at" timestamp with time zone NOT NULL,
	CONSTRAINT "freshness_samples_marketo_id_changed_at_pk" PRIMARY KEY("marketo_id","changed_at")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"marketo_id" bigint PRIMARY KEY NOT NULL,
	"first_name" text,
	"last_name" text,
	"email" text,
	"title" text,
	"company" text,
	"phone" text,
	"linkedin_url" text,
	"source" text,
	"sfdc_contact_id" text,
	"sfdc_lead_id" text,
	"sfdc_account_id" text,
	"sfdc_opportunity_id" text,
	"owner_sfdc_id" text,
	"owner_name" text,
	"state" text DEFAULT 'active' NOT NULL,
	"state_since" timestamp with time zone NOT NULL,
	"marketo_created_at" timestamp with time zone,
	"marketo_updated_at" timestamp with time zone,
	"read_at" timestamp with time zone NOT NULL,
	"search" text GENERATED ALWAYS AS (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(company, '') || ' ' || coalesce(title, ''))) STORED NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_merges" (
	"loser_id" bigint PRIMARY KEY NOT NULL,
	"winner_id" bigint NOT NULL,
	"merged_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketo_connections" (
	"id" text PRIMARY KEY NOT NULL,
	"base_url" text NOT NULL,
	"client_id" text NOT NULL,
	"client_secret" text NOT NULL,
	"field_mapping" jsonb NOT NULL,
	"field_choices" jsonb NOT NULL,
	"available_fields" jsonb NOT NULL,
	"activity_types" jsonb NOT NULL,
	"reads_opportunities" boolean DEFAULT true NOT NULL,
	"web_url" text,
	"salesforce_url" text,
	"contacts_always_owned" boolean DEFAULT true NOT NULL,
	"calls_per_window" integer NOT NULL,
	"concurrent" integer NOT NULL,
	"connected_at" timestamp with time zone NOT NULL,
	"described_at" timestamp with time zone,
	"token_issued_at" timestamp with time zone,
	"last_ok_at" timestamp with time zone,
	"last_fault" text
);
--> statement-breakpoint
CREATE TABLE "call_leases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"provider" text NOT NULL,
	"lane" text NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"released_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "call_pauses" (
	"provider" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_usage" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"lane" text NOT NULL,
	"calls" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_jobs" (
	"name" text PRIMARY KEY NOT NULL,
	"enabled" boolean DEFAULT false NOT NULL,
	"checkpoint" jsonb,
	"checkpoint_version" integer DEFAULT 0 NOT NULL,
	"paused_reason" text,
	"wait_until" timestamp with time zone,
	"last_ok_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"job" text NOT NULL,
	"trigger" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"heartbeat_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text,
	"counts" jsonb NOT NULL,
	"api_calls" integer DEFAULT 0 NOT NULL,
	"checkpoint_from" jsonb,
	"checkpoint_to" jsonb,
	"fault_kind" text,
	"message" text
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failed_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "activities_newest" ON "activities" USING btree ("marketo_id","occurred_at" DESC NULLS LAST,"marketo_guid" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "dirty_people_due" ON "dirty_people" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "freshness_samples_visible" ON "freshness_samples" USING btree ("visible_at");--> statement-breakpoint
CREATE INDEX "people_search" ON "people" USING gin ("search" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "people_by_name" ON "people" USING btree (coalesce(nullif(lower(coalesce(last_name, '') || ' ' || coalesce(first_name, '')), ' '), '~'),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_email" ON "people" USING btree (coalesce(lower(email), '~'),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_company" ON "people" USING btree (coalesce(lower(company), '~'),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_title" ON "people" USING btree (coalesce(lower(title), '~'),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_source" ON "people" USING btree (coalesce(lower(source), '~'),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_updated" ON "people" USING btree (coalesce(marketo_updated_at, '-infinity'),"marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_of_company" ON "people" USING btree ("company") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "people_by_owner" ON "people" USING btree ("owner_sfdc_id","marketo_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "person_merges_winner" ON "person_merges" USING btree ("winner_id");--> statement-breakpoint
CREATE INDEX "call_leases_window" ON "call_leases" USING btree ("provider","taken_at");--> statement-breakpoint
CREATE INDEX "call_usage_hour" ON "call_usage" USING btree ("provider","hour");--> statement-breakpoint
CREATE INDEX "sync_runs_latest" ON "sync_runs" USING btree ("job","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sync_runs_started" ON "sync_runs" USING btree ("started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sign_in_failures_last" ON "sign_in_failures" USING btree ("last_failed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));