import { revokeApiToken } from '@/lib/auth/api-tokens';
import { ApiTokenParams, ApiTokens } from '@/lib/auth/contract';
import { route } from '@/lib/http/route';

export const DELETE = route(
  { role: 'user', summary: 'Revokes an API token of the caller', params: ApiTokenParams, answer: ApiTokens },
  (ctx, { params }) => revokeApiToken(ctx, params.id),
);
