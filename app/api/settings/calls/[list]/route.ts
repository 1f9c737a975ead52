import { addChoice } from '@/lib/calls/choices';
import { CallChoices, ChoiceInput, ChoiceListParams } from '@/lib/calls/contract';
import { route } from '@/lib/http/route';

export const POST = route(
  {
    role: 'admin',
    summary: 'Adds an outcome or a reason, up to 15',
    params: ChoiceListParams,
    body: ChoiceInput,
    answer: CallChoices,
  },
  (ctx, { params, body }) => addChoice(ctx, params.list, body),
);
