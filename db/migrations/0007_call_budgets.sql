CREATE TABLE "call_budgets" (
	"provider" text PRIMARY KEY NOT NULL,
	"paused_until" timestamp with time zone,
	"quota_spent_until" timestamp with time zone,
	"eased_at" timestamp with time zone,
	"eased_calls" real DEFAULT 1 NOT NULL,
	"eased_concurrent" real DEFAULT 1 NOT NULL,
	"day" timestamp with time zone,
	"ours" integer DEFAULT 0 NOT NULL,
	"usage_day" timestamp with time zone,
	"usage_total" integer DEFAULT 0 NOT NULL,
	"usage_ours" integer DEFAULT 0 NOT NULL,
	"usage_read_at" timestamp with time zone,
	"usage_tried_at" timestamp with time zone,
	"usage_fault" text,
	"errors" jsonb
);
--> statement-breakpoint
ALTER TABLE "marketo_connections" ADD COLUMN "daily_calls" integer DEFAULT 50000 NOT NULL;--> statement-breakpoint
ALTER TABLE "marketo_connections" ADD COLUMN "loads_day_percent" integer DEFAULT 70 NOT NULL;--> statement-breakpoint
ALTER TABLE "marketo_connections" ADD COLUMN "feed_interval_seconds" integer DEFAULT 60 NOT NULL;--> statement-breakpoint
ALTER TABLE "call_usage" ADD COLUMN "feature" text DEFAULT 'other' NOT NULL;