import { LineCounter } from 'yaml';
import { checkSemantics } from './check-semantics.ts';
import { decodePolicy } from './decode-policy.ts';
import { invalidPolicy, type PolicyProblem } from './errors.ts';
import { type Located, offsetOf, type ReportProblem, showPath } from './located.ts';
import type { TagPolicy } from './policy.ts';
import { readYaml } from './read-yaml.ts';
import { readShape } from './shape.ts';
import { toPolicy } from './to-policy.ts';

/**
 * Reads a tag policy, YAML or JSON, of up to 1 MiB.
 *
 * @param input the text, or the bytes of the file, which show problems of the encoding
 * @param file what messages call it
 * @throws GroundcrewError `tags.policy.invalid` with all problems (if the text is not YAML,
 * those alone: the rest can't be read), `tags.policy.encoding`, `tags.policy.too-large`
 */
export function parsePolicy(input: string | Uint8Array, { file }: { readonly file: string }): TagPolicy {
  const text = decodePolicy(input, file);
  const problems: (Omit<PolicyProblem, 'line' | 'column'> & { readonly offset: number })[] = [];
  const report: ReportProblem = (offset, path, message) =>
    problems.push({ offset, path: showPath(path), message });
  const root = readYaml(text, report);
  const isForeign = root !== undefined && isOfOrganizations(root);
  if (isForeign) {
    report(
      0,
      [],
      `is a tag policy of AWS Organizations; make one of it: groundcrew tags policy import ${file}`,
    );
  }
  const raw = root && !isForeign ? readShape(root, [], report) : undefined;
  if (root && raw) {
    const policy = toPolicy(raw, file);
    const owners = [...(raw.keys ?? [])].filter(([, { owner }]) => owner).map(([key]) => key);
    checkSemantics(policy, owners, (path, at, message) => report(offsetOf(root, path, at), path, message));
    if (problems.length === 0) return policy;
  }
  const placed = createLocator(text);
  throw invalidPolicy(
    file,
    problems
      .sort((one, other) => one.offset - other.offset)
      .map(({ offset, path, message }) => ({ ...placed(offset), path, message })),
  );
}

/** Of `aws organizations describe-policy`, `describe-effective-policy`, or the policy itself. */
function isOfOrganizations(root: Located): boolean {
  if (root.kind !== 'map' || root.entries.has('version') || root.entries.has('keys')) return false;
  return ['tags', 'Policy', 'EffectivePolicy'].some((name) => root.entries.has(name));
}

/** The place of an offset in a text. */
export function createLocator(text: string): (offset: number) => { line: number; column: number } {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return (offset) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line, column: col };
  };
}
