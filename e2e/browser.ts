/** Finds the Chromium that the browser tests drive. The order is a promise of the README. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium } from '@playwright/test';

export type Browser = { executablePath: string; env?: Record<string, string> };

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export const browserArgs = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
];

/** CHROMIUM_PATH, the packaged Chromium (Linux x64), an installed one, Playwright's own. Throws a sentence without any. */
export async function findBrowser(): Promise<Browser> {
  const found = fromEnvironment() ?? (await packaged()) ?? installed() ?? playwrights();
  if (found) return found;
  throw new Error(
    'No Chromium was found for the browser tests. Install Chromium or Chrome, run `npx playwright install chromium`, or set CHROMIUM_PATH to one.',
  );
}

function fromEnvironment(): Browser | undefined {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) return undefined;
  if (!existsSync(executablePath)) throw new Error(`CHROMIUM_PATH names ${executablePath}, which does not exist.`);
  return { executablePath };
}

function installed(): Browser | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = [...folders.flatMap((folder) => names.map((name) => path.join(folder, name))), ...usualPlaces];
  const executablePath = candidates.find((file) => existsSync(file));
  return executablePath ? { executablePath } : undefined;
}

function playwrights(): Browser | undefined {
  const executablePath = chromium.executablePath();
  return existsSync(executablePath) ? { executablePath } : undefined;
}

/** The Chromium inside @sparticuz/chromium, unpacked once into node_modules/.cache together with the libraries it needs. */
async function packaged(): Promise<Browser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = path.join(import.meta.dirname, '..', 'node_modules', '.cache', 'chromium');
  if (!existsSync(path.join(folder, 'chromium')) && !(await unpackInto(folder))) return undefined;
  const env = environment();
  env.LD_LIBRARY_PATH = [env.LD_LIBRARY_PATH, path.join(folder, 'al2023', 'lib')].filter(Boolean).join(':');
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH = path.join(folder, 'fonts');
  return { executablePath: path.join(folder, 'chromium'), env };
}

// The package unpacks into the temporary folder and takes a half-written file for a whole one: give it a folder of its
// own and rename that when it is complete.
async function unpackInto(folder: string): Promise<boolean> {
  mkdirSync(path.dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}-`);
  const previous = process.env.TMPDIR;
  process.env.TMPDIR = unfinished;
  try {
    const { default: packagedChromium } = await import('@sparticuz/chromium');
    await packagedChromium.executablePath();
    unpackLibraries(path.join(unfinished, 'al2023'));
    renameSync(unfinished, folder);
  } catch {
    rmSync(unfinished, { recursive: true, force: true });
  } finally {
    if (previous === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = previous;
  }
  return existsSync(path.join(folder, 'chromium'));
}

function unpackLibraries(folder: string) {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packageFolder = main.slice(0, main.lastIndexOf('/chromium/') + '/chromium'.length);
  mkdirSync(folder, { recursive: true });
  const archive = brotliDecompressSync(readFileSync(path.join(packageFolder, 'bin', 'al2023.tar.br')));
  spawnSync('tar', ['-x', '-C', folder], { input: archive });
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
