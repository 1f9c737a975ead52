/** The HTTP interface as an OpenAPI 3.1 document, from the descriptions that the routes themselves are built with. */
import { z } from 'zod';
import { Problem } from './problem';
import type { RouteDescription } from './route';

export type Operation = { path: string; method: string; describes: RouteDescription };
type Json = Record<string, unknown>;

/** `operations` in any order; equal ones make an equal document. */
export function openapiFrom(operations: Operation[]) {
  const ordered = operations.toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
  const paths: Record<string, Json> = {};
  for (const { path, method, describes } of ordered) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationFrom(path, method, describes) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sales Actions',
      version: '1',
      description: 'What the screens use, and what a scheduler and a monitor call. In words: docs/api.md.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token', description: 'Set by signing in.' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token of the user, with the scope named.' },
        cron: { type: 'http', scheme: 'bearer', description: 'CRON_SECRET' },
        metrics: { type: 'http', scheme: 'bearer', description: 'METRICS_TOKEN' },
      },
    },
  };
}

function operationFrom(path: string, method: string, describes: RouteDescription): Json {
  const { role, scope, summary, params, query, body, answer, status = 200 } = describes;
  const parameters = [...parametersFrom('path', params), ...parametersFrom('query', query)];
  return {
    operationId: operationId(path, method),
    summary,
    tags: [path.split('/')[2]],
    security: securityFrom(role, scope),
    ...(role === 'admin' ? { description: 'For admins.' } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: jsonContent(jsonSchema(body, 'input')) } } : {}),
    responses: {
      [status]: {
        description: 'Done',
        content:
          answer === 'text'
            ? { 'text/plain': { schema: { type: 'string' } } }
            : jsonContent(jsonSchema(answer, 'output')),
      },
      default: {
        description: 'What went wrong (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function securityFrom(role: RouteDescription['role'], scope: RouteDescription['scope']): Json[] {
  if (role === 'public') return [];
  const session = { [role === 'user' || role === 'admin' ? 'session' : role]: [] };
  return scope ? [session, { token: [scope] }] : [session];
}

function parametersFrom(where: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

// What cannot be said in JSON Schema (a refinement, a coerced input) is left open instead of refused.
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  return rest;
}

const jsonContent = (schema: Json) => ({ 'application/json': { schema } });

function operationId(path: string, method: string): string {
  const words = path.split(/[/{}.]+/).filter((word) => word && word !== 'api');
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}
