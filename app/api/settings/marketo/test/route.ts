import { route } from '@/lib/http/route';
import { MarketoTest } from '@/lib/settings/contract';
import { testMarketo } from '@/lib/settings/test-connection';

export const POST = route(
  { role: 'admin', summary: 'Tries the connection; stores nothing', answer: MarketoTest },
  (ctx) => testMarketo(ctx),
);
