import { changeCallSettings } from '@/lib/calls/choices';
import { CallChoices, CallSettingsInput } from '@/lib/calls/contract';
import { route } from '@/lib/http/route';

export const PUT = route(
  {
    role: 'admin',
    summary: 'Says whether sellers are asked for the outcome and the reason of a call',
    body: CallSettingsInput,
    answer: CallChoices,
  },
  (ctx, { body }) => changeCallSettings(ctx, body),
);
