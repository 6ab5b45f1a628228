import { type Fix, isTagChange, type TagChange } from '../planning/fix.ts';
import type { Violation } from './audit.ts';
import type { KeyViolation } from './evaluate-resource.ts';

/** The fix of `violation`, by what a plan would do to the resource. */
export function describeFix(
  violation: KeyViolation,
  fixes: readonly Fix[],
): Pick<Violation, 'fix' | 'fixDetail'> {
  const changes = fixes.filter(isTagChange);
  const change =
    changes.find(({ key, after }) => key === violation.key && after !== null) ??
    changes.find(({ key }) => violation.tags.includes(key));
  if (change)
    return { fix: kindOf(violation, change), fixDetail: `tags plan would ${wordsOf(violation, change)}` };
  const found = fixes.find((fix) => fix.key === violation.key);
  // A finding about a value repeats the violation; other findings contain what prevents the fix.
  const repeats = violation.kind === 'bad-value' || violation.kind === 'conflict';
  if (found && !isTagChange(found) && !repeats && !found.finding.startsWith(NO_DEFAULT_FINDING)) {
    return { fix: 'decide', fixDetail: found.finding };
  }
  return { fix: 'decide', fixDetail: decisions[violation.kind] };
}

/** The finding that there is nothing to fill in. */
const NO_DEFAULT_FINDING = 'is required and missing; there is no default';

/** What a person can do about each kind. */
export const decisions: Readonly<Record<Violation['kind'], string>> = {
  missing: 'tag it, or set a default for the key in the policy',
  'bad-value': 'correct the value, or allow it in the policy',
  'key-variant': 'rename the key by hand',
  'value-variant': 'correct the value by hand',
  conflict: 'remove the tag that is wrong',
  forbidden: 'remove the tag, or set remove: true in the policy',
};

function kindOf({ kind }: KeyViolation, { after, source }: TagChange): Violation['fix'] {
  if (after === null) return 'remove';
  if (kind === 'missing') return source === 'default' ? 'default' : 'inherit';
  return kind === 'key-variant' ? 'rename' : 'value';
}

function wordsOf({ kind, key: wanted, tags }: KeyViolation, { key, after, source }: TagChange): string {
  if (after === null)
    return kind === 'forbidden' ? `remove ${key}` : `remove ${key}, whose value ${wanted} has`;
  if (source === 'default') return `set ${key}=${after}, the default`;
  if (kind === 'missing') return `copy ${key}=${after} from ${source}`;
  const variants = tags.filter((tag) => tag !== key).join(' and ');
  return kind === 'key-variant' ? `rename ${variants} to ${key}, as ${key}=${after}` : `set ${key}=${after}`;
}
