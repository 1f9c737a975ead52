'use client';

import { Copy } from 'lucide-react';
import { toast } from 'sonner';
import { copyText } from '@/components/people/copy-text';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { ActivityTypesView } from '@/lib/activity-types/contract';
import type { TypeLayout } from '@/lib/activity-types/model';
import { instructionsFor } from './instructions';
import { stepsOf, typesOf } from './words';

/** Where the types cannot be made from here: every name as it has to be, to be copied and handed on. */
export function InstructionsCard({ view, layout }: { view: ActivityTypesView; layout: TypeLayout }) {
  const types = typesOf(view, layout);
  if (!view.obstacle || stepsOf(types).length === 0) return null;
  const text = instructionsFor(types);
  return (
    <Card role="region" aria-label="By hand">
      <CardHeader>
        <CardTitle>By hand</CardTitle>
        <Button
          size="sm"
          onClick={async () => {
            if (await copyText(text)) toast.success('Copied the instructions');
          }}
        >
          <Copy aria-hidden />
          Copy
        </Button>
      </CardHeader>
      <CardBody className="grid gap-3">
        <p className="text-muted">
          An admin of Marketo makes the types as written here. Marketo is looked at once a day, every ten minutes while
          something waits for them, and at once when you press “Look again”.
        </p>
        <textarea
          readOnly
          aria-label="Instructions"
          rows={16}
          value={text}
          className="w-full resize-y rounded-md border border-control-line bg-surface p-3 font-mono text-xs"
        />
      </CardBody>
    </Card>
  );
}
