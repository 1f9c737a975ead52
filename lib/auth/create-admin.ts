/** `npm run create-admin -- --email a@b.c --name "A B"`: makes an admin, promotes a user, or helps one back in. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openDatabase } from '@/db/client';
import { env } from '../env';
import { askPassword, Cancelled } from './ask-password';
import { NewAdmin, NewPassword } from './contract';
import { type MadeUser, makeUser } from './make-user';
import { type Role, roles } from './model';

const usage = `Usage: npm run create-admin -- --email a@b.c --name "A B" [--role user] [--reset-password]

Makes an admin, or gives an existing user the role admin; --role user makes a seller instead.
The password is asked for, or read from standard input where there is no terminal.
--reset-password gives an existing user a new one.
`;

const sentences: Record<MadeUser, (email: string, role: Role) => string> = {
  created: (email, role) => `${email} can sign in now; the role is ${role}.`,
  'password-reset': (email) => `${email} has the new password; earlier sessions have ended.`,
  promoted: (email, role) => `${email} existed and is active now, with the role ${role}; the password stays as it was.`,
  unchanged: (email) => `${email} was there already; nothing was changed but a lock-out, if there was one.`,
};

process.exitCode = await main();

async function main(): Promise<number> {
  const wanted = readArguments();
  if (!wanted) return 2;
  try {
    const database = openDatabase(env().DATABASE_URL, { maxConnections: 1 });
    const outcome = await makeUser(database.db, { ...wanted, password: askedPassword }).finally(database.close);
    process.stdout.write(`${sentences[outcome](wanted.email, wanted.role)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${inWords(error)}\n`);
    return error instanceof Cancelled ? 130 : 1;
  }
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string', default: 'admin' },
        'reset-password': { type: 'boolean', default: false },
      },
    });
    const { email, name } = NewAdmin.pick({ email: true, name: true }).parse(values);
    return {
      email,
      name,
      role: z.enum(roles, '--role: expected user or admin').parse(values.role),
      resetPassword: values['reset-password'],
    };
  } catch (error) {
    process.stderr.write(`${inWords(error)}\n\n${usage}`);
    return null;
  }
}

async function askedPassword(): Promise<string> {
  return NewPassword.parse(await askPassword());
}

function inWords(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues
      .map((issue) => [issue.path.map((key) => `--${String(key)}:`), issue.message].flat().join(' '))
      .join('\n');
  }
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `The database cannot be used: ${databaseWords(error.cause)}` : error.message;
}

// A refused connection to a name with several addresses has no message, only a code.
function databaseWords(cause: Error & { code?: unknown }): string {
  return cause.message || String(cause.code);
}
