/** `{identity}/oauth/token`: outside the envelope, never counted, errors as HTTP 401. */
import { type Answer, jsonAnswer } from '@/simulators/core/http';
import type { ApiRequest } from './api-request';
import type { Instance } from './instance';

export const identityPath = '/identity/oauth/token';

export function answerIdentity(instance: Instance, request: ApiRequest): Answer {
  if (request.params.get('grant_type') !== 'client_credentials')
    return withIdentityHeaders(
      jsonAnswer(400, { error: 'unsupported_grant_type', error_description: 'Unsupported grant type' }),
    );
  const token = instance.identity.issue({
    clientId: request.params.get('client_id'),
    clientSecret: request.params.get('client_secret'),
  });
  if (token) return withIdentityHeaders(jsonAnswer(200, token));
  return withIdentityHeaders(jsonAnswer(401, { error: 'invalid_client', error_description: 'Bad client credentials' }));
}

/** As older instances say it, for an injected error. */
export function identityRefusal(message: string): Answer {
  return withIdentityHeaders(jsonAnswer(401, { error: 'unauthorized', error_description: message }));
}

function withIdentityHeaders(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store', pragma: 'no-cache' } };
}
