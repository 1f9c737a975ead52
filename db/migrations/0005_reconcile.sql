CREATE TABLE "reconciliation_drift" (
	"reconciliation_id" bigint NOT NULL,
	"marketo_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"confirmed" boolean DEFAULT false NOT NULL,
	"noticed_at" timestamp with time zone NOT NULL,
	"changes" jsonb NOT NULL,
	"reason" text,
	CONSTRAINT "reconciliation_drift_reconciliation_id_marketo_id_pk" PRIMARY KEY("reconciliation_id","marketo_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reconciliations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"requested_by" text,
	"requested_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"repairs" boolean DEFAULT false NOT NULL,
	"from_id" bigint,
	"to_id" bigint,
	"next_id" bigint,
	"of_shares" integer DEFAULT 1 NOT NULL,
	"share" integer DEFAULT 0 NOT NULL,
	"ranges" integer DEFAULT 0 NOT NULL,
	"ranges_differing" integer DEFAULT 0 NOT NULL,
	"people" integer DEFAULT 0 NOT NULL,
	"settled" integer DEFAULT 0 NOT NULL,
	"missing" integer DEFAULT 0 NOT NULL,
	"extra" integer DEFAULT 0 NOT NULL,
	"different" integer DEFAULT 0 NOT NULL,
	"over_the_cap" integer DEFAULT 0 NOT NULL,
	"repaired_at" timestamp with time zone,
	"repaired_by" text,
	"repaired" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reconciliation_drift" ADD CONSTRAINT "reconciliation_drift_reconciliation_id_reconciliations_id_fk" FOREIGN KEY ("reconciliation_id") REFERENCES "public"."reconciliations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reconciliation_drift_unconfirmed" ON "reconciliation_drift" USING btree ("reconciliation_id","marketo_id") WHERE not confirmed;--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliations_open" ON "reconciliations" USING btree ((true)) WHERE "reconciliations"."finished_at" is null;