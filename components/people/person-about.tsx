'use client';

import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useRef } from 'react';
import { PassportPanel } from '@/components/passport/passport-panel';
import { PersonActivities } from '@/components/sales-activities/person-activities';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import type { PersonDetail } from '@/lib/people/contract';
import { PersonFacts } from './person-facts';

const sides = ['fields', 'activities', 'passport'] as const;
type Side = (typeof sides)[number];

/** What is known of the person: the fields, what was done with the person here, and how the fields came to be so. */
export function PersonAbout({ person, isAdmin }: { person: PersonDetail; isAdmin: boolean }) {
  const passportTab = useRef<HTMLButtonElement>(null);
  const fieldsTab = useRef<HTMLButtonElement>(null);
  const [{ about, of }, setView] = useQueryStates(
    { about: parseAsStringLiteral(sides).withDefault('fields'), of: parseAsInteger },
    { history: 'replace', scroll: false },
  );
  const show = (side: Side) => setView({ about: side, of: null });
  useShortcuts({
    p: () => {
      const next = about === 'passport' ? 'fields' : 'passport';
      show(next);
      (next === 'passport' ? passportTab : fieldsTab).current?.focus();
    },
  });
  return (
    <Tabs value={about} onValueChange={(side) => show(sides.find((one) => one === side) ?? 'fields')}>
      <TabsList aria-label="About" className="mb-3">
        <TabsTrigger ref={fieldsTab} value="fields">
          Fields
        </TabsTrigger>
        <TabsTrigger value="activities">Sales activities</TabsTrigger>
        <TabsTrigger ref={passportTab} value="passport" aria-keyshortcuts="p">
          Passport
        </TabsTrigger>
      </TabsList>
      <TabsContent value="fields">
        <PersonFacts person={person} />
      </TabsContent>
      <TabsContent value="activities">
        <PersonActivities marketoId={person.marketoId} isAdmin={isAdmin} />
      </TabsContent>
      <TabsContent value="passport" className="grid justify-items-start gap-3">
        {of === null ? null : (
          <Button size="sm" onClick={() => setView({ of: null })}>
            Back to the passport of {person.marketoId}
          </Button>
        )}
        <div className="w-full">
          <PassportPanel
            key={of ?? person.marketoId}
            marketoId={of ?? person.marketoId}
            onShow={(marketoId) => setView({ of: marketoId })}
          />
        </div>
      </TabsContent>
    </Tabs>
  );
}
