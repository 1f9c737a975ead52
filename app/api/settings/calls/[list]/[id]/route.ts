import { changeChoice, removeChoice } from '@/lib/calls/choices';
import { CallChoices, ChoiceInput, ChoiceParams } from '@/lib/calls/contract';
import { route } from '@/lib/http/route';

export const PUT = route(
  {
    role: 'admin',
    summary: 'Renames an outcome or a reason; calls keep the name they have',
    params: ChoiceParams,
    body: ChoiceInput,
    answer: CallChoices,
  },
  (ctx, { params, body }) => changeChoice(ctx, params, body),
);
export const DELETE = route(
  {
    role: 'admin',
    summary: 'Takes an outcome or a reason off its list; calls keep its name',
    params: ChoiceParams,
    answer: CallChoices,
  },
  (ctx, { params }) => removeChoice(ctx, params),
);
