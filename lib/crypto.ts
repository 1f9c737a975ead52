import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const version = 'v1';

/** Which key a ciphertext was made with, without telling the key. */
export const keyId = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 8);

/** Which key a ciphertext says it was made with; null when it is none. */
export const keyIdOf = (ciphertext: string) => /^v1\.([0-9a-f]{8})\./.exec(ciphertext)?.[1] ?? null;

/**
 * AES-256-GCM with the first of `keys` (32 bytes each). `context` (e.g. "marketo:clientSecret") is authenticated, so a
 * ciphertext moved to another row or column does not decrypt.
 */
export function encryptSecret(plain: string, context: string, keys: Buffer[]): string {
  const key = keys[0];
  if (!key) throw new Error('No encryption key');
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [version, keyId(key), ...[iv, cipher.getAuthTag(), body].map((b) => b.toString('base64url'))].join('.');
}

/** The plain text. Throws when no key fits, or when the ciphertext or its context was altered. */
export function decryptSecret(ciphertext: string, context: string, keys: Buffer[]): string {
  const [foundVersion, id, iv, tag, body] = ciphertext.split('.');
  if (foundVersion !== version || !id || !iv || !tag || body === undefined) throw new Error('Not a stored secret');
  const key = keys.find((k) => keyId(k) === id);
  if (!key) throw new Error(`ENCRYPTION_KEY no longer holds the key "${id}" that this secret was stored with`);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'))
    .setAAD(Buffer.from(context))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
}
