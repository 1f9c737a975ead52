/** Stores every secret under the first ENCRYPTION_KEY, so that the others can be taken away. */
import type { Db } from '@/db/client';
import {
  type SealedKind,
  type SealedSecret,
  selectSealedSecrets,
  updateSealedSecret,
} from '@/db/queries/sealed-secrets';
import { keyId, keyIdOf } from '../crypto';
import { sealContexts } from '../seal-contexts';
import { secretBox } from '../wiring';

export type Rotation = {
  /** Of the key under which everything is now. */
  keyId: string;
  /** How many were stored anew, by what they are. */
  rotated: Partial<Record<SealedKind, number>>;
  /** How many were under that key already. */
  already: number;
  /** What none of the keys opens; it stays as it is. */
  unreadable: Pick<SealedSecret, 'kind' | 'id'>[];
};

/**
 * Safe to repeat, and beside processes that know the keys, too: a secret that somebody changes meanwhile is looked at
 * again.
 */
export async function rotateKeys(db: Db, keys: [Buffer, ...Buffer[]]): Promise<Rotation> {
  const rotation: Rotation = { keyId: keyId(keys[0]), rotated: {}, already: 0, unreadable: [] };
  for (const first of await selectSealedSecrets(db)) {
    const outcome = await rotate(db, keys, first);
    if (outcome === 'already') rotation.already += 1;
    else if (outcome === 'unreadable') rotation.unreadable.push({ kind: first.kind, id: first.id });
    else if (outcome === 'rotated') rotation.rotated[first.kind] = (rotation.rotated[first.kind] ?? 0) + 1;
  }
  return rotation;
}

async function rotate(db: Db, keys: [Buffer, ...Buffer[]], first: SealedSecret) {
  const secrets = secretBox(keys);
  for (let secret: SealedSecret | undefined = first; secret; secret = await readAgain(db, secret)) {
    if (keyIdOf(secret.sealed) === keyId(keys[0])) return 'already';
    const context = contextOf(secret);
    let plain: string;
    try {
      plain = secrets.open(secret.sealed, context);
    } catch {
      return 'unreadable';
    }
    if (await updateSealedSecret(db, secret, secrets.seal(plain, context))) return 'rotated';
  }
  return 'gone';
}

async function readAgain(db: Db, { kind, id }: SealedSecret): Promise<SealedSecret | undefined> {
  return (await selectSealedSecrets(db)).find((secret) => secret.kind === kind && secret.id === id);
}

const contexts: Record<SealedKind, (id: string) => string> = {
  'marketo-secret': () => sealContexts.marketoSecret,
  'salesforce-secret': () => sealContexts.salesforceSecret,
  'access-token': sealContexts.accessToken,
  'refresh-token': sealContexts.refreshToken,
  'code-verifier': sealContexts.codeVerifier,
};
const contextOf = ({ kind, id }: SealedSecret) => contexts[kind](id);
