import { route } from '@/lib/http/route';
import { MyConnection } from '@/lib/salesforce-connections/contract';
import { readMyConnection } from '@/lib/salesforce-connections/service';

export const GET = route(
  { role: 'user', summary: 'How the caller stands with Salesforce', answer: MyConnection },
  (ctx) => readMyConnection(ctx),
);
