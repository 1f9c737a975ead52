import { createHash, randomBytes } from 'node:crypto';

/** A secret that is shown once, of 256 random bits, and what is stored of it. */
export function newSecretToken(prefix = ''): { secret: string; hash: string } {
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashOfToken(secret) };
}

/** There is nothing to guess in so many random bits, so a plain digest is enough. */
export function hashOfToken(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
