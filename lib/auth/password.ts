import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

type Cost = { N: number; r: number; p: number };

// One of the equivalent settings of the OWASP password storage cheat sheet: 32 MiB and about a quarter second.
const currentCost: Cost = { N: 2 ** 15, r: 8, p: 3 };
const saltBytes = 16;
const keyBytes = 32;

/** Hashes `password` as `scrypt$N$r$p$salt$hash` (base64) under a fresh salt. The policy is the caller's business. */
export async function hashPassword(password: string, cost = currentCost): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await deriveKey(password, salt, cost);
  return formatHash(cost, salt, hash);
}

/**
 * Tells whether `password` belongs to `stored`, in constant time.
 * `outdated` asks the caller to store a new hash, because the parameters have been raised since.
 * @throws Error when `stored` is not a hash of ours.
 */
export async function verifyPassword(
  password: string,
  stored: string,
): Promise<{ matches: boolean; outdated: boolean }> {
  const { cost, salt, hash } = parseHash(stored);
  const candidate = await deriveKey(password, salt, cost);
  return { matches: timingSafeEqual(candidate, hash), outdated: !isCurrent(cost) };
}

/** Spends the time of a verification and never matches, so that an unknown e-mail answers as slowly as a known one. */
export async function verifyNothing(password: string): Promise<void> {
  await verifyPassword(password, matchesNobody);
}

const matchesNobody = formatHash(currentCost, Buffer.alloc(saltBytes), Buffer.alloc(keyBytes));

function deriveKey(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  // Keyboards differ in how they compose accents; NFKC makes the same password the same bytes.
  return derive(password.normalize('NFKC'), salt, keyBytes, { ...cost, maxmem: 256 * cost.N * cost.r });
}

function formatHash({ N, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64'), hash.toString('base64')].join('$');
}

function parseHash(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([^$]+)\$([^$]+)$/.exec(stored);
  const [, N, r, p, salt, hash] = match ?? [];
  const hashBuffer = Buffer.from(hash ?? '', 'base64');
  if (!match || !salt || hashBuffer.length !== keyBytes) throw new Error('The stored password hash is malformed.');
  return { cost: { N: Number(N), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64'), hash: hashBuffer };
}

function isCurrent(cost: Cost): boolean {
  return cost.N === currentCost.N && cost.r === currentCost.r && cost.p === currentCost.p;
}
