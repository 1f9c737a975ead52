/** What a demo keeps between two starts, all of it in .data. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, isFree } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { ExpectedError } from './say.mjs';
import { root } from './setup.mjs';

export const dataFolder = path.join(root, '.data');
export const postgresFolder = path.join(dataFolder, 'postgres');
export const marketoState = path.join(dataFolder, 'marketo.json');
export const salesforceState = path.join(dataFolder, 'salesforce.json');
export const logFile = (/** @type {string} */ name) => path.join(dataFolder, 'logs', `${name}.log`);

const settingsFile = path.join(dataFolder, 'demo.json');
const pidFile = path.join(dataFolder, 'demo.pid');

/**
 * The demo's own secrets and choices: made at random by the first start, the same at every later one. An admin chosen
 * by ADMIN_EMAIL and ADMIN_PASSWORD replaces the one before.
 * @param {number | null} people as asked for, null for the default
 * @returns {Promise<DemoSettings>}
 */
export async function demoSettings(people) {
  const fresh = await newSettings(people);
  // What a later version of the demo needs is added to what an earlier one kept.
  const kept = { ...fresh, ...(existsSync(settingsFile) ? JSON.parse(readFileSync(settingsFile, 'utf8')) : {}) };
  const { ADMIN_EMAIL: adminEmail = kept.adminEmail, ADMIN_PASSWORD: adminPassword = kept.adminPassword } = process.env;
  const settings = { ...kept, adminEmail, adminPassword };
  writeFileSync(settingsFile, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  return { ...settings, adminChanged: adminEmail !== kept.adminEmail || adminPassword !== kept.adminPassword };
}

/** @typedef {Awaited<ReturnType<typeof newSettings>> & { adminChanged: boolean }} DemoSettings */

/** @param {number | null} people */
async function newSettings(people) {
  return {
    people: people ?? 5000,
    marketoPort: (await isFree(4400)) ? 4400 : await freePort(),
    salesforcePort: (await isFree(4401)) ? 4401 : await freePort(),
    authSecret: random(32),
    cronSecret: random(24),
    encryptionKey: randomBytes(32).toString('base64'),
    adminEmail: 'admin@demo.test',
    adminPassword: password(),
    userPassword: password(),
  };
}

/** Makes this the only demo of the folder. Throws ExpectedError while another one runs. */
export function claimDataFolder() {
  mkdirSync(dataFolder, { recursive: true });
  if (existsSync(pidFile) && isAlive(Number(readFileSync(pidFile, 'utf8')))) {
    throw new ExpectedError(
      `A demo of this folder is already running (process ${readFileSync(pidFile, 'utf8')}). Stop it first; if there is none, remove ${pidFile}.`,
    );
  }
  writeFileSync(pidFile, String(process.pid));
  return () => rmSync(pidFile, { force: true });
}

/** Removes what earlier demos left, after stopping a database that a killed one left running. */
export async function forgetEverything() {
  if (existsSync(path.join(postgresFolder, 'postmaster.pid'))) {
    const server = await startPostgres({ dataDir: postgresFolder }).catch(() => null);
    await server?.stop();
  }
  for (const place of [postgresFolder, `${postgresFolder}.password`, marketoState, salesforceState, settingsFile]) {
    rmSync(place, { recursive: true, force: true });
  }
}

const random = (/** @type {number} */ bytes) => randomBytes(bytes).toString('base64url');

/** Random, and with all four classes of characters that the password policy asks for. */
const password = () => `Demo-${randomBytes(4).toString('hex')}-7`;

function isAlive(/** @type {number} */ pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
