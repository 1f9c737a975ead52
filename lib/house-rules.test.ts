/** The rules of docs/architecture.md that can be read off the source: who may import whom, and a few habits. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, pathTo, readSourceTree, type SourceFile } from './test/source-tree';

const tree = readSourceTree(path.resolve(import.meta.dirname, '..'));
const isTest = ({ file }: SourceFile) => /\.(test|spec|setup)\.tsx?$/.test(file) || /(^|\/)test\//.test(file);
const production = tree.filter((source) => !isTest(source));

const anyModel = /^@\/lib\/[\w-]+\/model$/;
const anyContract = /^@\/lib\/[\w-]+\/contract$/;
const react = /^(react|react-dom|@tanstack\/.*|radix-ui|nuqs|sonner|cmdk|lucide-react)(\/|$)/;
const next = /^(next|next-auth)(\/|$)/;
const sql = /^(drizzle-orm|drizzle-kit|postgres|pg|pg-boss)(\/|$)/;
const rooms =
  'people|passport|lookup|activity-grid|activity-types|metrics|reconcile|settings|call-budget|emails|calls|tasks|campaigns|unsubscribes|sales-activities|deliveries|diagnostics|salesforce-connections|salesforce-logging|salesforce-budget';

type Floor = { floor: string; files: RegExp; except?: RegExp; onlyImports?: RegExp[]; neverImports?: RegExp[] };

const floors: Floor[] = [
  {
    floor: 'app/api asks services and nothing below them',
    files: /^app\/api\//,
    neverImports: [/^@\/db\//, sql, /^jsforce/, /^@\/components\//, /^@\/lib\/(marketo|salesforce)\//, react],
  },
  {
    floor: 'pages and layouts compose components',
    files: /^app\/(?!api\/)/,
    neverImports: [/^@\/db\//, sql, /^jsforce/, /^@\/lib\/[\w-]+\/service$/, /^@\/lib\/(marketo|salesforce)\//],
  },
  {
    floor: 'components know contracts, models and fetch-json',
    files: /^components\//,
    onlyImports: [
      /^@\/components\//,
      anyContract,
      anyModel,
      /^@\/lib\/http\/fetch-json$/,
      /^@\/lib\/auth\/password-policy$/,
      /^(?![@.]\/)(?!node:|drizzle-orm|postgres|pg|pino|jsforce|server-only)/,
    ],
  },
  {
    floor: 'a contract is models and zod',
    files: /^lib\/[\w-]+\/contract\.ts$/,
    onlyImports: [anyModel, /^@\/lib\/auth\/password-policy$/, /^zod$/],
  },
  {
    floor: 'a model is other models, the kinds of faults and zod',
    files: /^lib\/[\w-]+\/model\.ts$/,
    onlyImports: [anyModel, /^@\/lib\/provider-fault$/, /^zod$/],
  },
  {
    floor: 'a room uses queries, models, its own files and the types of clients',
    files: new RegExp(`^lib/(${rooms})/`),
    neverImports: [
      /^@\/(app|components|simulators|scripts|e2e)\//,
      /^@\/db\/schema/,
      /^@\/lib\/(env|wiring)$/,
      sql,
      /^@\/lib\/http\/(?!pagination$)/,
    ],
  },
  {
    floor: 'a provider knows models and faults, not the database',
    files: /^lib\/(marketo|salesforce)\//,
    onlyImports: [
      anyModel,
      /^@\/lib\/(marketo|salesforce)\//,
      /^@\/lib\/(provider-fault|clock)$/,
      /^(zod|jsforce(\/lib\/.*)?|papaparse|node:.*)$/,
    ],
  },
  {
    floor: 'sync knows queries and models',
    files: /^lib\/sync\//,
    neverImports: [/^@\/(app|components|db\/schema)/, /^@\/lib\/http\//, /^drizzle-orm/],
  },
  {
    floor: 'the engine knows no provider and no job',
    files: /^lib\/sync\/engine\.ts$/,
    neverImports: [/^@\/lib\/(marketo|salesforce)\//, /^@\/lib\/sync\/jobs\//],
  },
  {
    floor: 'http and auth know no room and no provider',
    files: /^lib\/(http|auth)\//,
    neverImports: [new RegExp(`^@/lib/(${rooms}|marketo|salesforce)/`), /^@\/(app|components)\//, sql],
  },
  {
    floor: 'db knows models only',
    files: /^db\//,
    onlyImports: [/^@\/db\//, anyModel, sql, /^(zod|node:.*)$/],
  },
  {
    floor: 'simulators know nothing of the product',
    files: /^simulators\//,
    onlyImports: [/^@\/simulators\//, /^node:/],
  },
  { floor: 'browser tests know HTTP only', files: /^e2e\//, neverImports: [/^@\/(app|components|db|lib)\//] },
  { floor: 'lib never imports React or a screen', files: /^lib\//, neverImports: [react, /^@\/(app|components)\//] },
  {
    floor: 'Next stays in app, components, lib/http and lib/auth',
    files: /^(lib|db|simulators)\//,
    except: /^lib\/(http|auth)\//,
    neverImports: [next],
  },
  {
    floor: 'OpenTelemetry stays in lib/tracing',
    files: /./,
    except: /^lib\/tracing\//,
    neverImports: [/^@opentelemetry\//],
  },
  { floor: 'jsforce stays in lib/salesforce', files: /./, except: /^lib\/salesforce\//, neverImports: [/^jsforce/] },
  {
    floor: 'SQL stays in db',
    files: /^(app|components|lib|simulators)\//,
    except: /^lib\/sync\/queue\.ts$/,
    neverImports: [sql],
  },
];

describe('who may import whom', () => {
  it.each(floors)('$floor', ({ files, except, onlyImports = [/./], neverImports = [] }) => {
    const covered = production.filter(({ file }) => files.test(file) && !except?.test(file));
    const forbidden = ({ target }: Import) =>
      neverImports.some((never) => never.test(target)) || !onlyImports.some((only) => only.test(target));
    const broken = covered.flatMap(({ file, imports }) =>
      imports.filter(forbidden).map(({ target }) => `${file} imports ${target}`),
    );
    expect(covered).not.toEqual([]);
    expect(broken).toEqual([]);
  });

  it('no room calls the service of another room', () => {
    const broken = production.flatMap(({ file, imports }) => {
      const room = /^lib\/([\w-]+)\//.exec(file)?.[1];
      if (!room || !new RegExp(`^(${rooms})$`).test(room)) return [];
      return imports
        .map(({ target }) => target)
        .filter((target) => /^@\/lib\/[\w-]+\/service$/.test(target) && target !== `@/lib/${room}/service`)
        .map((target) => `${file} imports ${target}`);
    });
    expect(broken).toEqual([]);
  });

  it('nothing that runs in the browser reaches the server, by any path', () => {
    const server = /^(@\/db\/|@\/lib\/(env|wiring)$|node:|server-only$|postgres$|drizzle-orm|pg-boss$|pino$)/;
    const broken = production
      .filter(({ file }) => file.startsWith('components/'))
      .flatMap((source) => pathTo(tree, source, server) ?? []);
    expect(broken).toEqual([]);
  });

  it('relative imports stay inside their top-level folder', () => {
    const shared = /^@\/(lib\/[\w-]+\/model|scripts\/[\w-]+|db\/migrate)$/;
    const broken = production.flatMap(({ file, imports }) =>
      imports
        .filter(
          ({ written, target }) =>
            written.startsWith('..') && target.split('/')[1] !== file.split('/')[0] && !shared.test(target),
        )
        .map(({ written }) => `${file} imports ${written}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('habits', () => {
  it('no file is longer than 300 lines', () => {
    const long = production
      .filter(({ file }) => !/^(simulators\/scenarios|db\/migrations)\//.test(file))
      .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }));
    expect(long.filter(({ lines }) => lines > 300)).toEqual([]);
  });

  it('names are kebab-case', () => {
    const odd = tree
      .map(({ file }) => path.posix.basename(file))
      .filter((name) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name));
    expect(odd).toEqual([]);
  });

  it('the one file that only hands on others is db/schema/index.ts', () => {
    const barrels = production.filter(({ text }) => /^export (\*|\{[^}]*\}) from /m.test(text)).map(({ file }) => file);
    expect(barrels).toEqual(['db/schema/index.ts']);
  });

  it('process.env is read by lib/env.ts, by tools and by commands that run without the product', () => {
    const readers = production
      .filter(({ file }) => !/^(scripts|e2e|bench)\/|^[\w.-]+\.config\.\w+$/.test(file))
      .filter(({ text }) => /\bprocess\.env\b/.test(withoutComments(text)))
      .map(({ file }) => file);
    expect(readers.sort()).toEqual([
      'db/migrate.ts', // needs a database and nothing else
      'instrumentation.ts', // NEXT_RUNTIME, which Next sets
      'lib/auth/options.ts', // NEXTAUTH_URL, which next-auth reads nowhere else
      'lib/env.ts',
    ]);
  });

  it('services never reach a browser bundle', () => {
    const unmarked = production.filter(
      ({ file, text }) => /^lib\/([\w-]+\/service|wiring)\.ts$/.test(file) && !text.includes("import 'server-only'"),
    );
    expect(unmarked.map(({ file }) => file)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
