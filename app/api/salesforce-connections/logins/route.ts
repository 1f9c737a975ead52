import { route } from '@/lib/http/route';
import { LoginInput, LoginStarted } from '@/lib/salesforce-connections/contract';
import { startLogin } from '@/lib/salesforce-connections/login';

export const POST = route(
  {
    role: 'user',
    summary: 'Begins a login to Salesforce; the browser goes on to the address of the answer',
    answer: LoginStarted,
    body: LoginInput,
  },
  (ctx, { body }) => startLogin(ctx, body),
);
