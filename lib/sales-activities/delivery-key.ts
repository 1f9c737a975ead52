import { createHash } from 'node:crypto';
import type { Destination } from './model';

// Ours alone; to change it would make second deliveries of everything.
const namespace = '7f0c3a52-3f6e-4d0a-9b64-51f0f1b6a9d4';

/** The key of the one delivery of an activity to a destination; the same whenever it is asked for. */
export function deliveryKey(salesActivityId: string, destination: Destination): string {
  return nameBasedUuid(namespace, `${salesActivityId}/${destination}`);
}

/** A UUID of version 5 (RFC 9562). */
export function nameBasedUuid(namespaceId: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespaceId.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
