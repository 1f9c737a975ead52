ALTER TABLE "dirty_people" ADD COLUMN "last_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "dirty_people" ADD COLUMN "event" text;--> statement-breakpoint
ALTER TABLE "marketo_connections" ADD COLUMN "clock_ahead_ms" integer;