/** Finds the route of a request and runs it; composite requests come here again for each of their parts. */
import { SalesforceError } from './errors';
import type { ApiRequest, Instance, Route, RouteResult } from './instance';
import { collectionRoutes } from './routes/collections';
import { compositeRoutes } from './routes/composite';
import { describeRoutes } from './routes/describe';
import { queryRoutes } from './routes/query';
import { replicationRoutes } from './routes/replication';
import { rowRoutes } from './routes/rows';
import { versionRoutes } from './routes/versions';

/** The more particular first: `/sobjects/{object}/updated` is no record. */
const routes: Route[] = [
  ...versionRoutes,
  ...describeRoutes,
  ...replicationRoutes,
  ...rowRoutes,
  ...compositeRoutes,
  ...collectionRoutes,
  ...queryRoutes,
];

export function perform(instance: Instance, request: ApiRequest): RouteResult {
  const samePath = routes.filter((candidate) => candidate.pattern.test(request.path));
  const found = samePath.find((candidate) => candidate.method === request.method);
  if (found) {
    const params = (found.pattern.exec(request.path) ?? []).slice(1).map(decodeURIComponent);
    return found.handler(instance, request, params);
  }
  instance.unknownRequests.push(`${request.method} ${request.apiPath}${request.path}`);
  throw new SalesforceError(samePath.length > 0 ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND');
}
