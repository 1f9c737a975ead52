CREATE TABLE "people_filter_counts" (
	"filter" text NOT NULL,
	"value" text NOT NULL,
	"people" integer NOT NULL,
	CONSTRAINT "people_filter_counts_filter_value_pk" PRIMARY KEY("filter","value")
);
--> statement-breakpoint
DROP INDEX "people_by_name";--> statement-breakpoint
CREATE INDEX "people_filter_counts_most" ON "people_filter_counts" USING btree ("filter","people" DESC NULLS FIRST,"value");--> statement-breakpoint
CREATE INDEX "people_by_name" ON "people" USING btree (coalesce(nullif(lower(trim(coalesce(last_name, '') || ' ' || coalesce(first_name, ''))), ''), '~'),"marketo_id") WHERE state = 'active';--> statement-breakpoint
INSERT INTO people_filter_counts ("filter", "value", "people")
SELECT v.filter, v.value, count(*)
FROM people p CROSS JOIN LATERAL (VALUES ('owner', p.owner_sfdc_id), ('source', p.source), ('company', p.company)) v (filter, value)
WHERE p.state = 'active' AND v.value IS NOT NULL
GROUP BY 1, 2;
--> statement-breakpoint
CREATE FUNCTION count_people_filters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO people_filter_counts AS c ("filter", "value", "people")
    SELECT filter, value, sum(n) FROM (
      SELECT v.filter, v.value, 1 AS n FROM new_people p CROSS JOIN LATERAL (VALUES ('owner', p.owner_sfdc_id), ('source', p.source), ('company', p.company)) v (filter, value)
      WHERE p.state = 'active' AND v.value IS NOT NULL
    ) moved GROUP BY filter, value HAVING sum(n) <> 0 ORDER BY filter, value
    ON CONFLICT ("filter", "value") DO UPDATE SET people = c.people + excluded.people;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO people_filter_counts AS c ("filter", "value", "people")
    SELECT filter, value, sum(n) FROM (
      SELECT v.filter, v.value, -1 AS n FROM old_people p CROSS JOIN LATERAL (VALUES ('owner', p.owner_sfdc_id), ('source', p.source), ('company', p.company)) v (filter, value)
      WHERE p.state = 'active' AND v.value IS NOT NULL
    ) moved GROUP BY filter, value HAVING sum(n) <> 0 ORDER BY filter, value
    ON CONFLICT ("filter", "value") DO UPDATE SET people = c.people + excluded.people;
  ELSE
    INSERT INTO people_filter_counts AS c ("filter", "value", "people")
    SELECT filter, value, sum(n) FROM (
      SELECT v.filter, v.value, 1 AS n FROM new_people p CROSS JOIN LATERAL (VALUES ('owner', p.owner_sfdc_id), ('source', p.source), ('company', p.company)) v (filter, value)
      WHERE p.state = 'active' AND v.value IS NOT NULL
      UNION ALL
      SELECT v.filter, v.value, -1 AS n FROM old_people p CROSS JOIN LATERAL (VALUES ('owner', p.owner_sfdc_id), ('source', p.source), ('company', p.company)) v (filter, value)
      WHERE p.state = 'active' AND v.value IS NOT NULL
    ) moved GROUP BY filter, value HAVING sum(n) <> 0 ORDER BY filter, value
    ON CONFLICT ("filter", "value") DO UPDATE SET people = c.people + excluded.people;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER people_inserted AFTER INSERT ON people REFERENCING NEW TABLE AS new_people
FOR EACH STATEMENT EXECUTE FUNCTION count_people_filters();
--> statement-breakpoint
CREATE TRIGGER people_updated AFTER UPDATE ON people REFERENCING OLD TABLE AS old_people NEW TABLE AS new_people
FOR EACH STATEMENT EXECUTE FUNCTION count_people_filters();
--> statement-breakpoint
CREATE TRIGGER people_deleted AFTER DELETE ON people REFERENCING OLD TABLE AS old_people
FOR EACH STATEMENT EXECUTE FUNCTION count_people_filters();
