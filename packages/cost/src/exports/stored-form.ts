import { open } from 'node:fs/promises';
import { exportError } from './errors.ts';

/** What the bytes of a file are. */
export type StoredForm = 'text' | 'gzip' | 'zip' | 'parquet';

/** RFC 1952; APPNOTE.TXT, "Local file header" and "End of central directory record"; Parquet, "File format". */
const firstBytes: readonly (readonly [StoredForm, Buffer])[] = [
  ['gzip', Buffer.from([0x1f, 0x8b])],
  ['zip', Buffer.from('PK\x03\x04')],
  ['zip', Buffer.from('PK\x05\x06')],
  ['parquet', Buffer.from('PAR1')],
];

/** By its first bytes: the name is what someone called it, or a download that a browser unpacked on the way. */
export async function storedFormOf(file: string): Promise<StoredForm> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.subarray(0, bytesRead);
    return firstBytes.find(([, bytes]) => start.subarray(0, bytes.length).equals(bytes))?.[0] ?? 'text';
  } finally {
    await handle.close();
  }
}

const titles = { zip: 'a ZIP archive', parquet: 'a Parquet file' } as const;
const endings = { zip: '.csv.zip', parquet: '.parquet' } as const;

/**
 * Text and gzip are read by their bytes, whatever the name. Other forms are recognized by the name, before the file is read.
 *
 * @throws GroundcrewError `cost.exports.file-unreadable` if such a file has another name
 */
export function assertFormOfName(file: string, form: StoredForm): void {
  if (form === 'text' || form === 'gzip') return;
  throw exportError(
    'cost.exports.file-unreadable',
    `${file} is ${titles[form]} by its first bytes, and its name is of another form; give it a name that ends in ${endings[form]}`,
    { file, form },
  );
}
