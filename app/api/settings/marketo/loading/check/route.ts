import { route } from '@/lib/http/route';
import { MarketoLoading } from '@/lib/settings/contract';
import { checkMarketoLoading } from '@/lib/settings/loading';

export const POST = route(
  { role: 'admin', summary: 'Asks Marketo again what it can do', answer: MarketoLoading },
  (ctx) => checkMarketoLoading(ctx),
);
