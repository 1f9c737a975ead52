/** What lies outside the data API: login, tokens, identity. */
import type { IncomingMessage } from 'node:http';
import { type Answer, textAnswer } from '@/simulators/core/http';
import type { Instance } from '@/simulators/salesforce/instance';
import { bearerToken, originOf } from '@/simulators/salesforce/read-request';
import { answerAuthorize } from './authorize';
import { answerRevoke, answerToken } from './token-route';
import { answerUserInfo } from './userinfo';

const identity = /^\/id\/[^/]+\/[^/]+$/;

export function isOAuthPath(path: string): boolean {
  return path.startsWith('/services/oauth2/') || identity.test(path);
}

export function answerOAuth(instance: Instance, message: IncomingMessage, url: URL, text: string): Answer {
  const method = message.method ?? 'GET';
  const origin = originOf(message);
  const hostName = new URL(origin).hostname;
  const params = method === 'POST' ? new URLSearchParams(text) : url.searchParams;
  switch (`${method} ${url.pathname}`) {
    case 'GET /services/oauth2/authorize':
    case 'POST /services/oauth2/authorize':
      return answerAuthorize(instance, method, params, hostName);
    case 'POST /services/oauth2/token':
      return answerToken(instance, { params, origin, hostName });
    case 'POST /services/oauth2/revoke':
      return answerRevoke(instance, params);
    case 'GET /services/oauth2/userinfo':
      return answerUserInfo(instance, bearerToken(message), origin);
    default:
      if (method === 'GET' && identity.test(url.pathname))
        return answerUserInfo(instance, bearerToken(message) ?? params.get('oauth_token'), origin);
      instance.unknownRequests.push(`${method} ${url.pathname}`);
      return textAnswer(404, 'Not Found');
  }
}
