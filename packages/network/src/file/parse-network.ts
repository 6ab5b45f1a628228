import { readSettings, type SettingsReader } from '@groundcrew/settings';
import { invalidNetwork } from '../errors.ts';
import { checkSemantics } from './check-semantics.ts';
import { decode } from './decode.ts';
import type { NetworkFile } from './network-file.ts';
import { type RawFile, readShape } from './shape.ts';
import { toNetworkFile } from './to-network-file.ts';

const reader: SettingsReader<RawFile> = {
  kind: { name: 'a network file', initCommand: 'groundcrew network init' },
  readShape,
  checkSemantics,
};

/**
 * Reads a network file, YAML or JSON.
 *
 * @param file what messages call it
 * @throws GroundcrewError `network.file.invalid` with all problems, `network.file.encoding`
 */
export function parseNetwork(input: string | Uint8Array, { file }: { readonly file: string }): NetworkFile {
  const read = readSettings(decode(input, file), reader);
  if ('raw' in read) return toNetworkFile(read.raw, file);
  throw invalidNetwork(file, read.problems);
}
