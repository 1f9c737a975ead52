import { route } from '@/lib/http/route';
import { MarketoSettings, MarketoSettingsInput } from '@/lib/settings/contract';
import { readMarketoSettings, saveMarketoSettings } from '@/lib/settings/service';

export const GET = route(
  { role: 'admin', summary: 'The Marketo connection, never its secret', answer: MarketoSettings },
  (ctx) => readMarketoSettings(ctx),
);
export const PUT = route(
  {
    role: 'admin',
    summary: 'Checks the credentials and stores the connection',
    answer: MarketoSettings,
    body: MarketoSettingsInput,
  },
  (ctx, { body }) => saveMarketoSettings(ctx, body),
);
