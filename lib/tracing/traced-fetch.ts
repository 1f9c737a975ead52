import { inSpan } from './span';

type Fetch = typeof globalThis.fetch;

/**
 * `fetch` with a span of every call, from its sending to the head of its answer. Neither the query nor a header is in it:
 * searches name people, and headers carry sessions.
 */
export function tracedFetch(provider: 'Marketo' | 'Salesforce', fetch: Fetch = globalThis.fetch): Fetch {
  return (input, init) => {
    const { hostname, pathname } = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? 'GET';
    const attributes = {
      'peer.service': provider,
      'http.request.method': method,
      'server.address': hostname,
      'url.path': pathname,
    };
    return inSpan({ name: `${provider} ${method}`, attributes, kind: 'client' }, async ({ describe }) => {
      const response = await fetch(input, init);
      describe({ 'http.response.status_code': response.status });
      return response;
    });
  };
}
