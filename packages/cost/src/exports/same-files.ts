import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { exportError } from './errors.ts';
import type { Snapshot } from './snapshots.ts';
import { storedFormOf } from './stored-form.ts';

/**
 * Refuses a part that is there twice: parts of a delivery are added up, whatever is in them, and no two have the same rows. Parts
 * without rows are equal.
 * Only files of one size are read.
 *
 * @throws GroundcrewError `cost.exports.overlap`
 */
export async function assertDifferentParts(snapshots: readonly Snapshot[]): Promise<void> {
  for (const { files } of snapshots) {
    const bySize = new Map<number, string[]>();
    for (const { path } of files.length < 2 ? [] : files) {
      const { size } = await stat(path);
      bySize.set(size, [...(bySize.get(size) ?? []), path]);
    }
    for (const paths of bySize.values()) {
      const known = new Map<string, string>();
      for (const path of paths.length < 2 ? [] : paths) {
        const hash = await hashOf(path);
        const other = known.get(hash);
        if (other !== undefined && !(await isHeaderOnly(path))) throw same(other, path);
        known.set(hash, path);
      }
    }
  }
}

/** Of a file that has rows, the header alone is smaller, by far. */
const MAX_HEADER_BYTES = 2 ** 20;

async function isHeaderOnly(path: string): Promise<boolean> {
  const { size } = await stat(path);
  if (size > MAX_HEADER_BYTES || !/\.csv(?:\.gz)?$/i.test(path)) return false;
  const bytes = await readFile(path);
  const text =
    (await storedFormOf(path)) === 'gzip' ? gunzipSync(bytes, { maxOutputLength: MAX_HEADER_BYTES }) : bytes;
  return !/[\r\n]\s*\S/.test(text.toString());
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function same(one: string, other: string): Error {
  return exportError(
    'cost.exports.overlap',
    `${one} and ${other} are the same file: added up, its charges would count twice; remove one`,
    { files: [one, other] },
  );
}
