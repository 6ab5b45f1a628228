import { notUtf8 } from '../errors.ts';

/** The text of a file without its byte order mark. @throws GroundcrewError `network.file.encoding` if it is not UTF-8 */
export function decode(input: string | Uint8Array, file: string): string {
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input);
  const bad = text.search(/[\0\ufffd]/);
  if (bad >= 0) throw notUtf8(file, text.slice(0, bad).split('\n').length);
  return text.replace(/^\ufeff/, '');
}
