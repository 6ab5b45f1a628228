import { createHash } from 'node:crypto';

/** The upload that rejects come from. */
export interface RejectedUpload {
  readonly bucket: string;
  readonly key: string;
  readonly sequencer: string;
}

/** S3 keys have at most 1,024 bytes (S3 User Guide, "Naming Amazon S3 objects"); room is left for what follows. */
const MAX_PREFIX_BYTES = 900;

/**
 * The prefix of the keys of an upload's rejects: `shop/2026 봄/seoul.csv.0055AED6DCD90281E5`. It shows where they
 * come
 * from, sorts uploads of one file by time, and is unique to the upload.
 *
 * What confuses tools that treat a key as a path (`..`, empty segments, control characters), and what is too long,
 * is
 * altered; then a hash of the exact name is added, so that the name is still unique.
 */
export function rejectKeyPrefix({ bucket, key, sequencer }: RejectedUpload): string {
  const exact = `${bucket}/${key}`;
  const sanitized = exact
    .replace(/\p{Cc}/gu, '_')
    .split('/')
    .map(sanitizeStep)
    .join('/');
  const prefix = truncateUtf8(sanitized, MAX_PREFIX_BYTES);
  // A key that looks as if it had been altered is marked too; otherwise it could equal the one it looks like.
  const isExact = prefix === exact && !/~[0-9a-f]{12}$/.test(exact);
  const mark = isExact ? '' : `~${createHash('sha256').update(exact).digest('hex').slice(0, 12)}`;
  return `${prefix}${mark}.${sequencer}`;
}

function sanitizeStep(step: string): string {
  return step === '' || step === '.' || step === '..' ? '_' : step;
}

/** The longest prefix with at most that many bytes of UTF-8 that does not split a character. */
function truncateUtf8(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** What the key of an object in the bucket of rejects shows. */
export interface RejectKey {
  /** Rows to repair, or a note on a file that was refused as a whole. */
  readonly kind: 'rows' | 'refused';
  /** The name of the file that they are of, without its folders. */
  readonly name: string;
  /** The object that was loaded; absent where its name was altered. */
  readonly source?: Pick<RejectedUpload, 'bucket' | 'key'>;
}

const KEY_PATTERN = /^([^/]+)\/(.*?)(~[0-9a-f]{12})?\.[0-9A-Fa-f]+\.(rejects\.csv|refused\.txt)$/s;

/** Reads the keys that {@link rejectKeyPrefix} begins; `undefined`: it is neither a file of rejects nor a note. */
export function parseRejectKey(key: string): RejectKey | undefined {
  // Parts, journals and files of the console are beneath folders of their own.
  if (key.startsWith('.')) return undefined;
  const [, bucket, path, altered, ending] = KEY_PATTERN.exec(key) ?? [];
  if (bucket === undefined || path === undefined) return undefined;
  return {
    kind: ending === 'rejects.csv' ? 'rows' : 'refused',
    name: path.slice(path.lastIndexOf('/') + 1),
    ...(altered === undefined && { source: { bucket, key: path } }),
  };
}
