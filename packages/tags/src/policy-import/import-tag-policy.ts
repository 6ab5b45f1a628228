import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { stringify } from 'yaml';
import type { PolicyProblem } from '../policy/errors.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { type EffectiveTag, mergeOrganizationsPolicies } from './merge-organizations-policies.ts';
import { readOrganizationsPolicy } from './read-organizations-policy.ts';

export interface PolicyFile {
  readonly file: string;
  readonly input: string | Uint8Array;
}

/** A policy made of tag policies of AWS Organizations. */
export interface ImportedPolicy {
  /** YAML. */
  readonly text: string;
  /** Notes for people, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Makes a policy from tag policies of AWS Organizations, in the order of inheritance: that of the root first.
 *
 * A tag key in another case is a misspelling, as it is not compliant in AWS. Values may have a wildcard. What AWS
 * enforces (`enforced_for`) it refuses itself; here its values are reported wherever the key is used.
 *
 * @throws GroundcrewError `tags.policy.invalid`, `.encoding`, `.too-large` of one of the files;
 * `tags.policy.not-importable`: they contradict each other, or AWS does not accept a key or value
 */
export function importTagPolicy(files: readonly PolicyFile[]): ImportedPolicy {
  const policies = files.map(({ file, input }) => readOrganizationsPolicy(input, file));
  const { tags, notes } = mergeOrganizationsPolicies(policies);
  // A map: `__proto__` is a key of tags like any other.
  const keys = new Map<string, unknown>();
  const more: string[] = [];
  for (const tag of tags) {
    const key = keyOf(tag);
    keys.set(key, ruleOf(tag));
    const enforced = tag.settings.get('enforced_for') ?? [];
    if (enforced.length > 0) {
      more.push(
        `AWS itself refuses other values of ${key} on ${enforced.join(', ')}; here they are reported on every type.`,
      );
    }
  }
  const names = files.map(({ file }) => file).join(', ');
  const heading = `# Made of ${JSON.stringify(names)} of AWS Organizations, by groundcrew tags policy import.\n`;
  const text = `${heading}${stringify({ version: 1, keys }, { lineWidth: 0 })}`;
  checkResult(text);
  return { text, notes: [...notes, ...more] };
}

/** "If case treatment isn't defined, lowercase is the default" (user guide, "Tag policy syntax and examples"). */
function keyOf({ policyKey, settings, place }: EffectiveTag): string {
  const [key = policyKey] = settings.get('tag_key') ?? [];
  if (key.toLowerCase() === policyKey) return key;
  throw notImportable(
    `${place}: the tag key ${JSON.stringify(key)} is not the policy key ${JSON.stringify(policyKey)} in another case`,
  );
}

function ruleOf({ settings, place }: EffectiveTag): Record<string, unknown> {
  const values = settings.get('tag_value');
  if (values?.length === 0) {
    throw notImportable(
      `${place}: no tag value is left of those that are set; AWS then takes any value, or none: leave out tag_value, or keep one`,
    );
  }
  const required = settings.get('report_required_tag_for') ?? [];
  const enforced = settings.get('enforced_for') ?? [];
  const wrong = enforced.find((type) => !/^[a-z0-9-]+:(?:\*|[A-Za-z0-9*/._-]+)$/.test(type));
  if (wrong !== undefined) {
    throw notImportable(
      `${place}: enforced_for has ${JSON.stringify(wrong)}, which is not a resource type; write ec2:instance or ec2:ALL_SUPPORTED`,
    );
  }
  const list = values?.filter((value) => !value.includes('*')) ?? [];
  const like = values?.filter((value) => value.includes('*')) ?? [];
  const isCaseSensitive = new Set(list.map((value) => value.toLowerCase())).size < list.length;
  return {
    ...(enforced.length > 0 && { description: describeEnforced(enforced) }),
    ...(required.length > 0 && { requiredFor: { types: required.map(toTypeGlob) } }),
    ...(values && {
      values: {
        ...(list.length > 0 && { list }),
        ...(like.length > 0 && { like }),
        ...(isCaseSensitive && { ignoreCase: false }),
      },
    }),
  };
}

/** As a description may be. */
const MAX_DESCRIPTION = 1_000;

/** Whole types, and how many more there are: a part of a name would be another type. */
function describeEnforced(types: readonly string[]): string {
  const whole = `AWS enforces it on ${types.join(', ')}`;
  if (whole.length <= MAX_DESCRIPTION) return whole;
  const end = whole.lastIndexOf(', ', MAX_DESCRIPTION - ' and 9999 more'.length);
  const shown = whole.slice(0, end);
  return `${shown} and ${types.length - shown.split(', ').length} more`;
}

const toTypeGlob = (type: string) => type.replace(/:ALL_SUPPORTED$/, ':*');

/** A rule that is valid in AWS but not here is refused by the same check as any policy. */
function checkResult(text: string): void {
  try {
    parsePolicy(text, { file: 'the imported policy' });
  } catch (thrown) {
    if (!isGroundcrewError(thrown, 'tags.policy.invalid')) throw thrown;
    const problems = thrown.details.faults as readonly PolicyProblem[];
    throw notImportable(problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
}

function notImportable(why: string): GroundcrewError {
  return new GroundcrewError(
    'tags.policy.not-importable',
    `the tag policy of AWS Organizations can't be imported: ${why}`,
  );
}
