/**
 * Opaque paging tokens: encrypted, base32, ending in `====`. A feed token is (since, last row seen in commit order) and
 * holds neither people nor types; a list token is a position in one result. The key is fixed: tokens outlive a restart.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { MarketoError } from './envelope';
import type { Quirks } from './options';

export type FeedPosition = { sinceSeconds: number; seq: number };

export type PageTokens = {
  ofFeed(position: FeedPosition): string;
  readFeed(token: string): FeedPosition;
  ofList(position: number): string;
  readList(token: string): number;
  /** Every token given out so far is refused from now on. */
  expireAll(): void;
  /** What a broken or expired token gets; which code the real API uses is not documented. */
  refusal(): MarketoError;
  reset(): void;
};

const key = Buffer.from('marketo-sim-key!');
const iv = Buffer.alloc(16);
/** Enough for every feed token to fill two blocks, as the real ones do. */
const secondDigits = 12;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function createPageTokens(quirks: Pick<Quirks, 'refusedToken'>): PageTokens {
  let generation = 0;
  const refusal = () => new MarketoError(quirks.refusedToken, 'Invalid nextPageToken');

  const write = (kind: 'F' | 'L', text: string) => seal(`${kind}${generation.toString(36).padStart(2, '0')}${text}`);

  function read(kind: 'F' | 'L', token: string, shape: RegExp): string {
    const plain = open(token);
    if (!plain?.startsWith(kind + generation.toString(36).padStart(2, '0'))) throw refusal();
    const text = plain.slice(3);
    if (!shape.test(text)) throw refusal();
    return text;
  }

  return {
    ofFeed: ({ sinceSeconds, seq }) => write('F', `${String(sinceSeconds).padStart(secondDigits, '0')}${seq}`),
    readFeed: (token) => {
      const text = read('F', token, /^\d{13,}$/);
      return { sinceSeconds: Number(text.slice(0, secondDigits)), seq: Number(text.slice(secondDigits)) };
    },
    ofList: (position) => write('L', String(position).padStart(12, '0')),
    readList: (token) => Number(read('L', token, /^\d{12,}$/)),
    expireAll: () => {
      generation++;
    },
    refusal,
    reset: () => {
      generation = 0;
    },
  };
}

function seal(plain: string): string {
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return base32(Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]));
}

/** Only the one spelling that was given out: the last letter has bits to spare. */
function open(token: string): string | null {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, iv);
    const plain = Buffer.concat([decipher.update(fromBase32(token)), decipher.final()]).toString('utf8');
    return seal(plain) === token ? plain : null;
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
