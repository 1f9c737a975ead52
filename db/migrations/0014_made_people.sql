CREATE TABLE "salesforce_made_people" (
	"org_id" text NOT NULL,
	"email" text NOT NULL,
	"marketo_id" bigint NOT NULL,
	"record_id" text,
	"begun_at" timestamp with time zone NOT NULL,
	"claimed_until" timestamp with time zone NOT NULL,
	CONSTRAINT "salesforce_made_people_org_id_email_pk" PRIMARY KEY("org_id","email")
);
--> statement-breakpoint
CREATE INDEX "salesforce_made_people_of_person" ON "salesforce_made_people" USING btree ("org_id","marketo_id");