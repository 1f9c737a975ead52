/** `npm run keys:rotate`: stores every secret under the first ENCRYPTION_KEY. Ends with 1 when one cannot be opened. */
import { openDatabase } from '@/db/client';
import type { SealedKind } from '@/db/queries/sealed-secrets';
import { env } from '../env';
import { startFailure } from '../start-failure';
import { type Rotation, rotateKeys } from './rotate-keys';

const words: Record<SealedKind, string> = {
  'marketo-secret': 'client secret of Marketo',
  'salesforce-secret': 'client secret of Salesforce',
  'access-token': 'access tokens of Salesforce',
  'refresh-token': 'refresh tokens of Salesforce',
  'code-verifier': 'logins under way',
};

await main().catch((error: unknown) => {
  process.stderr.write(`${startFailure('The keys cannot be rotated', error)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { DATABASE_URL, ENCRYPTION_KEY } = env();
  const [first, ...others] = ENCRYPTION_KEY;
  if (!first) throw new Error('ENCRYPTION_KEY holds no key.');
  const database = openDatabase(DATABASE_URL, { maxConnections: 1 });
  const rotation = await rotateKeys(database.db, [first, ...others]).finally(database.close);
  process.stdout.write(`${linesOf(rotation).join('\n')}\n`);
  process.exitCode = rotation.unreadable.length > 0 ? 1 : 0;
}

function linesOf({ keyId, rotated, already, unreadable }: Rotation): string[] {
  const entries = Object.entries(rotated) as [SealedKind, number][];
  return [
    ...entries.map(([kind, count]) => `${count} stored anew: ${words[kind]}`),
    ...unreadable.map(({ kind, id }) => `Cannot be opened by any key and stays as it is: ${words[kind]} (${id})`),
    already > 0 ? `${already} were under the key ${keyId} already.` : `The key in use is ${keyId}.`,
    unreadable.length > 0
      ? 'Add the missing key to ENCRYPTION_KEY and repeat, or enter and connect anew what cannot be opened.'
      : 'Once every process was restarted with the new key in front, the other keys are not needed any more.',
  ];
}
