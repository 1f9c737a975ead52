/** From an HTTP message to what the routes work with. */
import type { IncomingMessage } from 'node:http';
import { SalesforceError } from './errors';
import type { ApiRequest, Instance, SalesforceEffect } from './instance';

const prefix = /^\/services\/data\/v(\d+)\.0(\/.*)?$/;

/** Retired versions are gone; future ones do not exist. */
export function versionOf(instance: Instance, url: URL): number {
  const version = Number(prefix.exec(url.pathname)?.[1] ?? Number.NaN);
  const { oldest, newest } = instance.settings.apiVersions;
  if (version < oldest) throw new SalesforceError('GONE');
  if (!(version <= newest)) throw new SalesforceError('NOT_FOUND');
  return version;
}

type Input = {
  message: IncomingMessage;
  url: URL;
  text: string;
  userId: string;
  effects: SalesforceEffect[];
  version: number;
};

export function toApiRequest({ message, url, text, userId, effects, version }: Input): ApiRequest {
  const { headers } = message;
  const path = (prefix.exec(url.pathname)?.[2] ?? '').replace(/\/$/, '');
  const given = (name: string) => String(headers[name] ?? '').toLowerCase();
  return {
    method: message.method ?? 'GET',
    path,
    apiPath: `/services/data/v${version}.0`,
    version,
    query: url.searchParams,
    headers,
    body: text === '' ? undefined : parseJson(text, given('content-type')),
    userId,
    effects,
    writer: {
      userId,
      autoAssign: given('sforce-auto-assign') !== 'false',
      allowDuplicates: /allowsave\s*=\s*true/.test(given('sforce-duplicate-rule-header')),
      holder: {},
    },
  };
}

/** `Bearer` or `OAuth`; null when the header is missing. */
export function bearerToken(message: IncomingMessage): string | null {
  const header = message.headers.authorization;
  if (!header) return null;
  const found = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header)?.[1];
  if (!found) throw new SalesforceError('INVALID_AUTH_HEADER');
  return found;
}

export function originOf(message: IncomingMessage): string {
  return `http://${message.headers.host ?? 'localhost'}`;
}

/** The kinds of records that a request carries, as far as its address and body tell; for faults and the log. */
export function objectsOf(url: URL, text: string): string[] {
  const found = new Set<string>();
  const inPath = /\/sobjects\/(\w+)/.exec(url.pathname)?.[1];
  if (inPath) found.add(inPath);
  const queried = /\bFROM\s+(\w+)/i.exec(url.searchParams.get('q') ?? '')?.[1];
  if (queried) found.add(queried);
  for (const match of text.matchAll(/"type"\s*:\s*"(\w+)"/g)) found.add(match[1] ?? '');
  return [...found];
}

export function recordsOf(url: URL, text: string): number {
  const ids = url.searchParams.get('ids');
  if (ids) return ids.split(',').length;
  return [...text.matchAll(/"attributes"\s*:/g)].length;
}

function parseJson(text: string, contentType: string): unknown {
  if (!contentType.startsWith('application/json')) throw new SalesforceError('UNSUPPORTED_MEDIA_TYPE');
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SalesforceError('JSON_PARSER_ERROR', `Unexpected character in the request body: ${reason}`);
  }
}
