CREATE TABLE "people_counts" (
	"state" text PRIMARY KEY NOT NULL,
	"people" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "person_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"marketo_id" bigint NOT NULL,
	"noted_at" timestamp with time zone NOT NULL,
	"happened_at" timestamp with time zone,
	"source" text NOT NULL,
	"marketo_event" text,
	"kind" text NOT NULL,
	"changes" jsonb NOT NULL,
	"reason" text
);
--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "listed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "listed_by" text DEFAULT 'first-load' NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ALTER COLUMN "listed_by" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "opportunity_read_at" timestamp with time zone;--> statement-breakpoint
UPDATE "people" SET "listed_at" = "state_since", "opportunity_read_at" = "read_at";--> statement-breakpoint
ALTER TABLE "people" ALTER COLUMN "listed_at" SET NOT NULL;--> statement-breakpoint
INSERT INTO "people_counts" ("state", "people") SELECT "state", count(*) FROM "people" GROUP BY "state";--> statement-breakpoint
CREATE INDEX "person_events_of" ON "person_events" USING btree ("marketo_id","id");