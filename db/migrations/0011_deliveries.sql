CREATE TABLE "call_outcomes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"position" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_reasons" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_settings" (
	"id" text PRIMARY KEY NOT NULL,
	"outcomes_enabled" boolean NOT NULL,
	"outcome_required" boolean NOT NULL,
	"reasons_enabled" boolean NOT NULL,
	"reason_required" boolean NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery_problems" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"destination" text NOT NULL,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"kind" text NOT NULL,
	"message" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "salesforce_apps" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"client_secret" text NOT NULL,
	"login_url" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "salesforce_connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"purpose" text NOT NULL,
	"user_id" uuid NOT NULL,
	"org_id" text NOT NULL,
	"sf_user_id" text NOT NULL,
	"username" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"time_zone" text NOT NULL,
	"login_url" text NOT NULL,
	"instance_url" text NOT NULL,
	"access_token" text NOT NULL,
	"refresh_token" text NOT NULL,
	"token_version" integer DEFAULT 1 NOT NULL,
	"scope" text NOT NULL,
	"api_version" text NOT NULL,
	"state" text NOT NULL,
	"state_reason" text,
	"connected_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"last_ok_at" timestamp with time zone,
	"refreshed_at" timestamp with time zone[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "salesforce_logging" (
	"owner" text PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"team_wide" boolean DEFAULT true NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "salesforce_logins" (
	"state_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"login_url" text NOT NULL,
	"code_verifier" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "salesforce_orgs" (
	"org_id" text PRIMARY KEY NOT NULL,
	"instance_url" text NOT NULL,
	"capabilities" jsonb,
	"described_at" timestamp with time zone,
	"usage_used" integer,
	"usage_limit" integer,
	"usage_at" timestamp with time zone,
	"paused_until" timestamp with time zone,
	"paused_reason" text
);
--> statement-breakpoint
CREATE TABLE "salesforce_usage" (
	"org_id" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"lane" text NOT NULL,
	"calls" integer NOT NULL,
	CONSTRAINT "salesforce_usage_org_id_hour_lane_pk" PRIMARY KEY("org_id","hour","lane")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "fault_kind" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "fault_code" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "problem_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "claims" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "looks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "sent_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "target" jsonb;--> statement-breakpoint
ALTER TABLE "marketo_connections" ADD COLUMN "sales_activity_types" jsonb;--> statement-breakpoint
ALTER TABLE "salesforce_connections" ADD CONSTRAINT "salesforce_connections_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "salesforce_logins" ADD CONSTRAINT "salesforce_logins_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "call_outcomes_name" ON "call_outcomes" USING btree (lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "call_reasons_name" ON "call_reasons" USING btree (lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_problems_open" ON "delivery_problems" USING btree ("destination","code","detail") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "delivery_problems_closed" ON "delivery_problems" USING btree ("closed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "salesforce_connections_seller" ON "salesforce_connections" USING btree ("user_id") WHERE purpose = 'seller';--> statement-breakpoint
CREATE UNIQUE INDEX "salesforce_connections_integration" ON "salesforce_connections" USING btree ("purpose") WHERE purpose = 'integration';--> statement-breakpoint
CREATE INDEX "salesforce_logins_expired" ON "salesforce_logins" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_problem_id_delivery_problems_id_fk" FOREIGN KEY ("problem_id") REFERENCES "public"."delivery_problems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_queued_kinds" ON "deliveries" USING btree ("destination","kind","created_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "deliveries_of_problem" ON "deliveries" USING btree ("problem_id","user_id") WHERE problem_id is not null;--> statement-breakpoint
CREATE INDEX "sales_activities_calls" ON "sales_activities" USING btree ("occurred_at","id") WHERE kind = 'call';--> statement-breakpoint
CREATE INDEX "sales_activities_calls_of_user" ON "sales_activities" USING btree ("user_id","occurred_at","id") WHERE kind = 'call';--> statement-breakpoint
CREATE INDEX "sales_activities_mails" ON "sales_activities" USING btree ((payload ->> 'emailId'),"marketo_id") WHERE kind = 'email-sent';