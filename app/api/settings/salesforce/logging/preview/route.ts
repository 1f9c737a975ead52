import { route } from '@/lib/http/route';
import { LoggingPreview, PreviewInput } from '@/lib/salesforce-logging/contract';
import { previewLogging } from '@/lib/salesforce-logging/preview';

export const POST = route(
  {
    role: 'admin',
    summary: 'What the last 30 days would have come to in Salesforce; sends nothing',
    body: PreviewInput,
    answer: LoggingPreview,
  },
  (ctx, { body }) => previewLogging(ctx, body),
);
