import { CallParams, CallView } from '@/lib/calls/contract';
import { readCall } from '@/lib/calls/service';
import { route } from '@/lib/http/route';

export const GET = route(
  { role: 'user', summary: 'One call, of the caller or for an admin', params: CallParams, answer: CallView },
  (ctx, { params }) => readCall(ctx, params.id),
);
