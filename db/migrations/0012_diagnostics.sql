CREATE TABLE "delivery_retries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"problem_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "retry_id" uuid;--> statement-breakpoint
ALTER TABLE "delivery_retries" ADD CONSTRAINT "delivery_retries_problem_id_delivery_problems_id_fk" FOREIGN KEY ("problem_id") REFERENCES "public"."delivery_problems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_retries" ADD CONSTRAINT "delivery_retries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delivery_retries_newest" ON "delivery_retries" USING btree ("at");--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_retry_id_delivery_retries_id_fk" FOREIGN KEY ("retry_id") REFERENCES "public"."delivery_retries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_of_retry" ON "deliveries" USING btree ("retry_id") WHERE retry_id is not null;--> statement-breakpoint
CREATE INDEX "deliveries_unsettled" ON "deliveries" USING btree ("state","destination","sales_activity_id") WHERE state in ('queued', 'sending', 'unknown', 'rejected', 'stuck');--> statement-breakpoint
CREATE INDEX "deliveries_confirmed" ON "deliveries" USING btree ("changed_at","destination","created_at") WHERE state = 'confirmed';--> statement-breakpoint
CREATE INDEX "sales_activities_newest" ON "sales_activities" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "sales_activities_of_kind" ON "sales_activities" USING btree ("kind","occurred_at","id");