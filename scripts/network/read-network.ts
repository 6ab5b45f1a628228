import type { Coverage, Resource } from '@groundcrew/account';
import { readSurroundings, type Surroundings } from '@groundcrew/network/addresses';
import { decode, type NetworkFile, parseNetwork } from '@groundcrew/network/file';
import { openSnapshotFile } from '../account/snapshot-file.ts';
import { readBytes } from '../tags/files.ts';

/** A network file is text of people. */
const MAX_BYTES = 1024 * 1024;

/** @throws GroundcrewError `network.file.invalid`, `.encoding`, `.unreadable`, `.too-large` */
export async function readNetwork(
  path: string,
): Promise<{ readonly file: NetworkFile; readonly text: string }> {
  const bytes = await readBytes('network file', path, MAX_BYTES, 'network');
  const file = parseNetwork(bytes, { file: path });
  return { file, text: decode(bytes, path) };
}

/** What a snapshot of `account collect` has of the network. @throws GroundcrewError `network.snapshot.unknown` */
export async function readFrom(
  file: NetworkFile,
  path: string,
): Promise<{ readonly surroundings: Surroundings; readonly takenAt: string }> {
  const { header, resources: pages } = await openSnapshotFile(path);
  const resources: Resource[] = [];
  for await (const page of pages) {
    resources.push(...page.filter(({ type }) => type === 'ec2:vpc' || type === 'ec2:subnet'));
  }
  const coverage: readonly Coverage[] = header.coverage;
  return { surroundings: readSurroundings(file, resources, coverage), takenAt: header.takenAt };
}
