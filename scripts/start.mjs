/** `npm start`: serves the built app on PORT and, where given, HOST; both may come from .env. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail } from './say.mjs';
import { checkNode, root } from './setup.mjs';

checkNode();
process.chdir(root);
if (existsSync('.env')) process.loadEnvFile('.env');
if (!existsSync('.next/BUILD_ID')) fail('The app is not built yet: run `npm run build` first.');

// Calls to providers are in traces by our own spans; Next would add one of each.
process.env.NEXT_OTEL_FETCH_DISABLED = '1';

const { HOST, PORT = '3000' } = process.env;
const next = path.join(root, 'node_modules/next/dist/bin/next');
process.argv = [process.execPath, next, 'start', '-p', PORT, ...(HOST ? ['-H', HOST] : [])];
await import(pathToFileURL(next).href);
