/**
 * Opaque paging tokens: encrypted, base32, ending in `====`. A feed token is (since, last row seen in commit order) and
 * holds neither people nor types; a list token is a position in one result. The key is fixed: tokens outlive a restart.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { MarketoError } from './envelope';

export type FeedPosition = { sinceSeconds: number; seq: number };

const key = Buffer.from('marketo-sim-key!');
const iv = Buffer.alloc(16);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function feedToken(position: FeedPosition): string {
  return seal(`F${String(position.sinceSeconds).padStart(15, '0')}${position.seq}`);
}

/** Throws 1003 when the token is not one of ours: what the real API says is not documented. */
export function readFeedToken(token: string): FeedPosition {
  const plain = open(token);
  if (!plain || !/^F\d{16,}$/.test(plain)) throw new MarketoError('1003', 'Invalid nextPageToken');
  return { sinceSeconds: Number(plain.slice(1, 16)), seq: Number(plain.slice(16)) };
}

export function listToken(position: number): string {
  return seal(`L${String(position).padStart(15, '0')}`);
}

export function readListToken(token: string): number {
  const plain = open(token);
  if (!plain || !/^L\d{15}$/.test(plain)) throw new MarketoError('1003', 'Invalid nextPageToken');
  return Number(plain.slice(1));
}

function seal(plain: string): string {
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return base32(Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]));
}

function open(token: string): string | null {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, iv);
    return Buffer.concat([decipher.update(fromBase32(token)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const letters = bits.match(/.{1,5}/g) ?? [];
  const text = letters.map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

function fromBase32(text: string): Buffer {
  let bits = '';
  for (const letter of text.replace(/=+$/, '')) bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((eight) => Number.parseInt(eight, 2)));
}
