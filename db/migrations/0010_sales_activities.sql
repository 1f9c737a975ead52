CREATE TABLE "deliveries" (
	"key" uuid PRIMARY KEY NOT NULL,
	"sales_activity_id" uuid NOT NULL,
	"destination" text NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"message" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"leased_until" timestamp with time zone,
	"remote_id" text,
	"payload" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "deliveries_of_activity" UNIQUE("sales_activity_id","destination")
);
--> statement-breakpoint
CREATE TABLE "delivery_switches" (
	"destination" text NOT NULL,
	"kind" text NOT NULL,
	"on_since" timestamp with time zone,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "delivery_switches_destination_kind_pk" PRIMARY KEY("destination","kind")
);
--> statement-breakpoint
CREATE TABLE "sales_activities" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"marketo_id" bigint NOT NULL,
	"user_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"payload" jsonb NOT NULL,
	"reporter" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"token_id" uuid,
	CONSTRAINT "sales_activities_key" UNIQUE("reporter","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"ending" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_sales_activity_id_sales_activities_id_fk" FOREIGN KEY ("sales_activity_id") REFERENCES "public"."sales_activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_switches" ADD CONSTRAINT "delivery_switches_changed_by_users_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sales_activities" ADD CONSTRAINT "sales_activities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("destination","state","due_at","key") WHERE state in ('queued', 'unknown');--> statement-breakpoint
CREATE INDEX "deliveries_leased" ON "deliveries" USING btree ("destination","leased_until") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "deliveries_of_seller" ON "deliveries" USING btree ("destination","user_id","due_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "sales_activities_of_person" ON "sales_activities" USING btree ("marketo_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "sales_activities_of_user" ON "sales_activities" USING btree ("user_id","occurred_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "api_tokens_of_user" ON "api_tokens" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END $$;
--> statement-breakpoint
CREATE TRIGGER sales_activities_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sales_activities
FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change();
