import {
  createProblems,
  type DocumentKind,
  offsetOf,
  type Path,
  readYaml,
  showPath,
} from '@groundcrew/settings';
import { invalidNetwork } from '../errors.ts';
import { checkSemantics } from './check-semantics.ts';
import { decode } from './decode.ts';
import type { NetworkFile } from './network-file.ts';
import { readShape } from './shape.ts';
import { toNetworkFile } from './to-network-file.ts';

const kind: DocumentKind = { name: 'a network file', initCommand: 'groundcrew network init' };

/**
 * Reads a network file, YAML or JSON.
 *
 * @param file what messages call it
 * @throws GroundcrewError `network.file.invalid` with all problems, `network.file.encoding`
 */
export function parseNetwork(input: string | Uint8Array, { file }: { readonly file: string }): NetworkFile {
  const text = decode(input, file);
  const problems = createProblems(text);
  const { report } = problems;
  const root = readYaml(text, kind, report);
  const raw = root && readShape(root, [], report);
  if (root && raw) {
    const wrong = problems.all().map(({ path }) => path);
    // What has a part that could not be read is not judged as a whole: the part would look as if it were missing.
    const isWhole = (path: Path) => !wrong.some((each) => each.startsWith(showPath(path)));
    checkSemantics(raw, (path, at, message) => {
      if (isWhole(path)) report(offsetOf(root, path, at), path, message);
    });
    if (problems.all().length === 0) return toNetworkFile(raw, file);
  }
  throw invalidNetwork(file, problems.all());
}
