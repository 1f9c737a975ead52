import { route } from '@/lib/http/route';
import { LoggingInput, LoggingView } from '@/lib/salesforce-logging/contract';
import { readLogging, saveLogging } from '@/lib/salesforce-logging/service';

export const GET = route(
  { role: 'user', summary: 'How sales activities are logged to Salesforce', answer: LoggingView },
  (ctx) => readLogging(ctx),
);
export const PUT = route(
  {
    role: 'user',
    summary: 'Chooses how sales activities are logged: an admin for the team, a member for himself where the team may',
    body: LoggingInput,
    answer: LoggingView,
  },
  (ctx, { body }) => saveLogging(ctx, body),
);
