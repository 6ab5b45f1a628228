import { createProblems, type DocumentKind, type Located, offsetOf, readYaml } from '@groundcrew/settings';
import { checkSemantics } from './check-semantics.ts';
import { decodePolicy } from './decode-policy.ts';
import { invalidPolicy } from './errors.ts';
import type { TagPolicy } from './policy.ts';
import { readShape } from './shape.ts';
import { toPolicy } from './to-policy.ts';

export const policyKind: DocumentKind = { name: 'a tag policy', initCommand: 'groundcrew tags policy init' };

/**
 * Reads a tag policy, YAML or JSON, of up to 1 MiB.
 *
 * @param input the text, or the bytes of the file, which show problems of the encoding
 * @param file its name in messages
 * @throws GroundcrewError `tags.policy.invalid` with all problems (if the text is not YAML,
 * those alone: the rest can't be read), `tags.policy.encoding`, `tags.policy.too-large`
 */
export function parsePolicy(input: string | Uint8Array, { file }: { readonly file: string }): TagPolicy {
  const text = decodePolicy(input, file);
  const problems = createProblems(text);
  const { report } = problems;
  const root = readYaml(text, policyKind, report);
  const isOrganizationsPolicy = root !== undefined && isOfOrganizations(root);
  if (isOrganizationsPolicy) {
    report(
      0,
      [],
      `is a tag policy of AWS Organizations; make one of it: groundcrew tags policy import ${file}`,
    );
  }
  const raw = root && !isOrganizationsPolicy ? readShape(root, [], report) : undefined;
  if (root && raw) {
    const policy = toPolicy(raw, file);
    const owners = [...(raw.keys ?? [])].filter(([, { owner }]) => owner).map(([key]) => key);
    checkSemantics(policy, owners, (path, at, message) => report(offsetOf(root, path, at), path, message));
    if (problems.all().length === 0) return policy;
  }
  throw invalidPolicy(file, problems.all());
}

/** Of `aws organizations describe-policy`, `describe-effective-policy`, or the policy itself. */
function isOfOrganizations(root: Located): boolean {
  if (root.kind !== 'map' || root.entries.has('version') || root.entries.has('keys')) return false;
  return ['tags', 'Policy', 'EffectivePolicy'].some((name) => root.entries.has(name));
}
