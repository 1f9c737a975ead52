/** Writes a file so that a crash leaves the old one or the new one whole. */
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';

export async function replaceFile(target: string, pieces: string[]): Promise<void> {
  await mkdir(path.dirname(path.resolve(target)), { recursive: true });
  const half = `${target}.${process.pid}.tmp`;
  const file = await open(half, 'w');
  for (const piece of pieces) await file.write(piece);
  await file.close();
  await rename(half, target);
}
