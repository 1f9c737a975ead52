import { route } from '@/lib/http/route';
import { MarketoSettingsInput } from '@/lib/settings/contract';
import { readMarketoSettings, saveMarketoSettings } from '@/lib/settings/service';

export const GET = route({ role: 'admin' }, (ctx) => readMarketoSettings(ctx));
export const PUT = route({ role: 'admin', body: MarketoSettingsInput }, (ctx, { body }) =>
  saveMarketoSettings(ctx, body),
);
