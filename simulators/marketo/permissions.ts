/** What an API user's role allows. Usage statistics need no permission; whatever is not allowed is 603. */
import type { ApiRequest } from './api-request';
import { MarketoError } from './envelope';
import type { ApiUser, Permission } from './options';

type Rule = { path: RegExp; reads: Permission; writes: Permission };

/** The first rule whose path fits decides. */
const rules: Rule[] = [
  { path: /^\/bulk\/v1\/leads\/export/, reads: 'readLead', writes: 'readLead' },
  { path: /^\/bulk\/v1\/activities\/export/, reads: 'readActivity', writes: 'readActivity' },
  { path: /^\/rest\/asset\//, reads: 'readAsset', writes: 'writeAsset' },
  { path: /^\/rest\/v1\/activities\/external\/type/, reads: 'readActivityMetadata', writes: 'writeActivityMetadata' },
  { path: /^\/rest\/v1\/activities/, reads: 'readActivity', writes: 'writeActivity' },
  { path: /^\/rest\/v1\/opportunities/, reads: 'readOpportunity', writes: 'writeOpportunity' },
  { path: /^\/rest\/v1\/leads\/schema\//, reads: 'readSchema', writes: 'writeSchema' },
  { path: /^\/rest\/v1\/(leads?|lists?)[/.]/, reads: 'readLead', writes: 'writeLead' },
];

export function requirePermission(user: ApiUser, request: ApiRequest): void {
  const rule = rules.find(({ path }) => path.test(request.path));
  if (!rule) return;
  const needed = request.method === 'GET' ? rule.reads : rule.writes;
  if (user.denied.includes(needed)) throw new MarketoError('603', 'Access denied');
}
