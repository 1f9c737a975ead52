ALTER TABLE "marketo_connections" ADD COLUMN "capabilities" jsonb;--> statement-breakpoint
ALTER TABLE "marketo_connections" ADD COLUMN "load_method" text DEFAULT 'auto' NOT NULL;--> statement-breakpoint
ALTER TABLE "marketo_connections" ADD COLUMN "load_lists" jsonb DEFAULT '{"name":"Sales Actions People","smartListId":null,"staticListId":null}'::jsonb NOT NULL;