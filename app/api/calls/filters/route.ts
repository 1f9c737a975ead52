import { CallFilters } from '@/lib/calls/contract';
import { listCallFilters } from '@/lib/calls/service';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'user', summary: 'Names that calls were logged with, and for an admin who made them', answer: CallFilters },
  (ctx) => listCallFilters(ctx),
);
