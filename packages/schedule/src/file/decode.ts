import { decodeSettings } from '@groundcrew/settings';
import { notUtf8 } from '../errors.ts';

/** The text of a file without its byte order mark. @throws GroundcrewError `schedule.file.encoding` if it is not UTF-8 */
export function decode(input: string | Uint8Array, file: string): string {
  return decodeSettings(input, (line) => notUtf8(file, line));
}
