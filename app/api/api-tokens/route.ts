import { createApiToken, listApiTokens } from '@/lib/auth/api-tokens';
import { ApiTokenMade, ApiTokens, NewApiToken } from '@/lib/auth/contract';
import { route } from '@/lib/http/route';

// No scope on purpose: a token must not make or end tokens.
export const GET = route(
  { role: 'user', summary: 'The API tokens of the caller, never their secrets', answer: ApiTokens },
  (ctx) => listApiTokens(ctx),
);
export const POST = route(
  { role: 'user', summary: 'Makes an API token and shows its secret once', body: NewApiToken, answer: ApiTokenMade },
  (ctx, { body }) => createApiToken(ctx, body),
);
