import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const patient = { timeout: 30_000, interval: 100 };
let folder: string;
let started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'marketo-simulator-'));
});
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
  await rm(folder, { recursive: true, force: true });
});

type Running = { child: ChildProcess; url: string; output: () => string };

/** Resolves with its address once the ready line is printed. */
async function run(args: string[], viaShell = false): Promise<Running> {
  const command = [process.execPath, '--import', 'tsx', 'simulators/start.ts', ...args];
  const [file = '', ...rest] = viaShell ? ['sh', '-c', `${command.join(' ')}; true`] : command;
  const child = spawn(file, rest, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  const url = await vi.waitFor(() => {
    const found = /^marketo simulator on (http:\S+)$/m.exec(output)?.[1];
    if (!found) throw new Error(`not ready yet: ${output}`);
    return found;
  }, patient);
  return { child, url, output: () => output };
}

/** For a start that must not succeed: how it ended and what it said. */
async function fail(args: string[]): Promise<{ code: number | null; complaint: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'simulators/start.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += String(chunk);
  });
  return { code: await exitCode(child), complaint: complaint.trim() };
}

async function firstEligible(url: string): Promise<unknown> {
  const { result } = (await (await fetch(`${url}/__control/eligible`)).json()) as { result: unknown[] };
  return result[0];
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

test('SIGTERM ends it cleanly, and with a state file the world goes on where it was', { timeout: 60_000 }, async () => {
  const args = ['--port', '0', '--people', '40', '--alive', '--state', path.join(folder, 'marketo.json')];
  const first = await run(args);
  const body = JSON.stringify({ args: [{ lastName: 'Kept', sfdcLeadId: 'x', sfdcLeadOwnerId: '005' }] });
  const created = await fetch(`${first.url}/__control/world/createLead`, { method: 'POST', body });
  const { result: id } = (await created.json()) as { result: number };
  first.child.kill('SIGTERM');
  expect(await exitCode(first.child)).toBe(0);

  const second = await run(args);
  const kept = await fetch(`${second.url}/__control/world/lead`, {
    method: 'POST',
    body: JSON.stringify({ args: [id] }),
  });
  expect(await kept.json()).toMatchObject({ result: { lastName: 'Kept' } });
});

test('a simulated Salesforce beside it has the same people, and keeps its state', { timeout: 60_000 }, async () => {
  const state = ['--salesforce-port', '0', '--salesforce-state', path.join(folder, 'salesforce.json')];
  const args = ['--port', '0', '--people', '40', '--seed', '3', ...state];
  const first = await run(args);
  const known = (await firstEligible(first.url)) as { email: string | null };
  const ask = async (running: Running, path: string, body?: object) => {
    const salesforce = await vi.waitFor(() => {
      const url = /^salesforce simulator on (http:\S+)$/m.exec(running.output())?.[1];
      if (!url) throw new Error('not ready yet');
      return url;
    }, patient);
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return ((await (await fetch(`${salesforce}/__control/${path}`, init)).json()) as { result: unknown }).result;
  };
  const people = [
    ...((await ask(first, 'world/records', { args: ['Lead'] })) as { Email: string | null }[]),
    ...((await ask(first, 'world/records', { args: ['Contact'] })) as { Email: string | null }[]),
  ];
  expect(people.map(({ Email }) => Email)).toContain(known.email);
  const task = await ask(first, 'world/create', { args: ['Task', { Subject: 'Kept' }] });
  first.child.kill('SIGTERM');
  expect(await exitCode(first.child)).toBe(0);
  const second = await run(args);
  expect(await ask(second, 'world/record', { args: [task] })).toMatchObject({ Subject: 'Kept' });
});

test('it ends when its parent is gone', { timeout: 60_000 }, async () => {
  const { child, url } = await run(['--port', '0', '--people', '10'], true);
  expect(await firstEligible(url)).toBeDefined();
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(fetch(url)).rejects.toThrow(), patient);
});

test('a state file that is not one is refused with its name', { timeout: 60_000 }, async () => {
  const state = path.join(folder, 'broken.json');
  await writeFile(state, '{"version":');
  const { code, complaint } = await fail(['--port', '0', '--state', state]);
  expect([code, complaint]).toEqual([1, expect.stringContaining(`the state file ${state} cannot be used`)]);
});

test('a taken port is one sentence and exit code 1', { timeout: 60_000 }, async () => {
  const { url } = await run(['--port', '0', '--people', '1']);
  const { port } = new URL(url);
  const { code, complaint } = await fail(['--port', port, '--people', '1']);
  expect([code, complaint]).toEqual([1, `port ${port} is taken; choose another with --port`]);
});
