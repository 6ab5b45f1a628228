import { checkTagKey, checkTagValue, isReservedKey } from '@groundcrew/aws/tagging';
import { didYouMean } from '@groundcrew/errors';
import type { Path } from '@groundcrew/settings';
import { canonicalValue } from './canonical-value.ts';
import { checkPattern } from './compile-pattern.ts';
import { fold, foldCase } from './fold.ts';
import { compileGlob, globsOverlap, isGlob } from '@groundcrew/settings';
import { arnProblem, regionProblem, typeProblem } from './known-places.ts';
import { matchKey } from './match-key.ts';
import type { ForbiddenRule, KeyRule, Scope, TagPolicy, ValuesRule } from './policy.ts';

/** Reports a problem at `path`, of its `key` or its `value`. */
export type ReportProblemAt = (path: Path, at: 'key' | 'value', message: string) => void;

const quote = (text: string) => JSON.stringify(text);

/** Checks that a schema can't make: rules that contradict each other or AWS. `owners`: keys with `owner: true`. */
export function checkSemantics(policy: TagPolicy, owners: readonly string[], report: ReportProblemAt): void {
  for (const rule of policy.keys) checkRule(rule, report);
  checkClaims(policy.keys, report);
  for (const owner of owners.slice(1)) {
    report(
      ['keys', owner, 'owner'],
      'value',
      `${quote(owners[0]!)} is the owner's key already; only one can be`,
    );
  }
  checkForbidden(policy, report);
  checkExemptions(policy, report);
}

function checkRule(rule: KeyRule, report: ReportProblemAt): void {
  const path = ['keys', rule.key];
  checkScope(rule.appliesTo, [...path, 'for'], report);
  if (rule.requiredFor) checkScope(rule.requiredFor, [...path, 'requiredFor'], report);
  const keyProblem = isReservedKey(rule.key) ? undefined : checkTagKey(rule.key);
  if (keyProblem) report(path, 'key', keyProblem);
  else if (rule.key !== rule.key.trim())
    report(path, 'key', 'has spaces before or after it, which are invisible');
  if (rule.requiredFor && !rule.required) {
    report([...path, 'requiredFor'], 'key', 'contradicts required: false; keep one of them');
  }
  // EC2 accepts characters that the others refuse.
  const type = rule.appliesTo.types.every((glob) => glob.startsWith('ec2:')) ? 'ec2:instance' : undefined;
  const checkRight = (value: string, at: Path, isChecked: boolean) => {
    const valueProblem = checkTagValue(value, type);
    if (valueProblem) return report(at, 'value', valueProblem);
    if (!isChecked) return;
    const found = canonicalValue(rule, value);
    if ('problem' in found)
      report(at, 'value', `${quote(value)} ${found.problem}: the rule refuses its own value`);
    else if (found.how !== 'as-is') {
      report(at, 'value', `the rule has ${quote(value)} as a misspelling of ${quote(found.value)}`);
    }
  };
  const canCheck = !rule.values || checkValues(rule.values, [...path, 'values'], report);
  rule.values?.list?.forEach((value, index) => {
    checkRight(value, [...path, 'values', 'list', index], canCheck);
  });
  for (const [wrong, right] of Object.entries(rule.values?.variants ?? {})) {
    checkRight(right, [...path, 'values', 'variants', wrong], canCheck);
  }
  if (rule.default !== undefined) checkRight(rule.default, [...path, 'default'], canCheck);
}

/** With a misspelled type or region, a rule would apply to nothing, unnoticed. */
function checkScope(scope: Scope, path: Path, report: ReportProblemAt): void {
  checkPlaces(scope, path, report);
  if (scope.not) checkPlaces(scope.not, [...path, 'not'], report);
}

function checkPlaces({ types, regions }: Omit<Scope, 'not'>, path: Path, report: ReportProblemAt): void {
  types.forEach((glob, index) => {
    const problem = typeProblem(glob);
    if (problem) report([...path, 'types', index], 'value', `${quote(glob)} ${problem}`);
  });
  regions.forEach((glob, index) => {
    const problem = regionProblem(glob);
    if (problem) report([...path, 'regions', index], 'value', `${quote(glob)} ${problem}`);
  });
}

/** Whether the rule is valid, so that values can be checked by it; otherwise only the rule's problems are reported. */
function checkValues(values: ValuesRule, path: Path, report: ReportProblemAt): boolean {
  let isValid = true;
  const reportProblem = (at: Path, where: 'key' | 'value', message: string) => {
    isValid = false;
    report([...path, ...at], where, message);
  };
  const { list = [], pattern, minLength = 0, maxLength = 256, variants } = values;
  const patternProblem = pattern === undefined ? undefined : checkPattern(pattern);
  if (patternProblem) reportProblem(['pattern'], 'value', `${quote(pattern!)} ${patternProblem}`);
  if (minLength > maxLength) {
    reportProblem(
      ['minLength'],
      'value',
      `${minLength} is more than maxLength, which is ${maxLength}: no value would do`,
    );
  }
  const listed = new Map<string, string>();
  const wrongs = new Map<string, string>();
  const spellingOf = values.ignoreCase ? foldCase : (text: string) => text;
  list.forEach((value, index) => {
    const other = listed.get(spellingOf(value));
    if (other !== undefined && other !== value) {
      const why = `${quote(value)} and ${quote(other)} differ only in case; keep one, or set ignoreCase: false`;
      reportProblem(['list', index], 'value', why);
    }
    listed.set(spellingOf(value), value);
  });
  for (const [wrong, right] of Object.entries(variants)) {
    const at = ['variants', wrong];
    const other = wrongs.get(spellingOf(wrong));
    if (list.includes(wrong))
      reportProblem(at, 'key', `${quote(wrong)} is a value of the list: it can't be wrong too`);
    else if (wrong === right) reportProblem(at, 'key', `${quote(wrong)} is a variant of itself; remove it`);
    else if (other !== undefined && variants[other] !== right) {
      reportProblem(
        at,
        'key',
        `${quote(wrong)} and ${quote(other)} differ only in case, but are variants of different values`,
      );
    }
    wrongs.set(spellingOf(wrong), wrong);
  }
  return isValid;
}

/** No spelling of a key may belong to two rules: its value would be ambiguous. */
function checkClaims(rules: readonly KeyRule[], report: ReportProblemAt): void {
  const byFold = new Map<string, { rule: KeyRule; spelling: string; path: Path }[]>();
  for (const rule of rules) {
    const own = { rule, spelling: rule.key, path: ['keys', rule.key] };
    const claims = rule.variants.map((spelling, index) => ({
      rule,
      spelling,
      path: ['keys', rule.key, 'variants', index] as Path,
    }));
    rule.variants.forEach((variant, index) => {
      if (variant === rule.key) report(['keys', rule.key, 'variants', index], 'value', 'is the key itself');
    });
    for (const claim of [own, ...claims]) {
      const others = byFold.get(fold(claim.spelling)) ?? [];
      const conflict = others.find(
        (other) =>
          other.rule !== rule && (matchKey(other.rule, claim.spelling) || matchKey(rule, other.spelling)),
      );
      if (conflict) {
        const where = claim === own ? 'key' : 'value';
        report(
          claim.path,
          where,
          `${quote(claim.spelling)} is meant by the key ${quote(conflict.rule.key)} too; a spelling belongs to one key`,
        );
      }
      byFold.set(fold(claim.spelling), [...others, claim]);
    }
  }
}

function checkForbidden({ forbidden, keys }: TagPolicy, report: ReportProblemAt): void {
  const seen = new Set<string>();
  forbidden.forEach(({ key, except = [], appliesTo }, index) => {
    const path = ['forbidden', index, 'key'];
    checkScope(appliesTo, ['forbidden', index, 'for'], report);
    const wanted = isGlob(key) ? undefined : keys.find((rule) => matchKey(rule, key));
    if (wanted) {
      const as =
        wanted.key === key ? 'has a rule under keys' : `is a variant of the key ${quote(wanted.key)}`;
      report(path, 'value', `${quote(key)} ${as}: it can't be forbidden too`);
    }
    if (seen.has(key)) report(path, 'value', `${quote(key)} is here a second time`);
    seen.add(key);
    except.forEach((glob, place) => {
      const at = ['forbidden', index, 'except', place];
      if (BRACKETS.test(glob)) {
        report(at, 'value', `${quote(glob)} ${BRACKETS_PROBLEM}`);
        return;
      }
      if (!globsOverlap(glob, key)) {
        report(at, 'value', `${quote(glob)} excepts nothing: ${quote(key)} does not match it`);
      } else if (covers(glob, key)) {
        report(at, 'value', `${quote(glob)} excepts all that ${quote(key)} forbids`);
      }
    });
  });
}

/** Patterns of shells. Here these characters are literal, so that such a glob would exempt nothing. */
const BRACKETS = /\[[^\]]+\]|\{[^}]*,[^}]*\}/;
const BRACKETS_PROBLEM =
  'has brackets, which are not wildcards here: write * for any text, ? for one character';

/** Longer than any key, of a character that no key has. */
const FILLER = '\0'.repeat(129);

/** Whether a glob matches all that another one matches. */
function covers(glob: string, other: string): boolean {
  const matches = compileGlob(glob);
  return ['', FILLER].every((text) => matches(other.replaceAll('*', text).replaceAll('?', '\0')));
}

/** A key of an exemption that can never match: it seems to exempt a tag that a plan would then remove. */
function checkExemptions({ exemptions, keys, forbidden }: TagPolicy, report: ReportProblemAt): void {
  const names = keys.map(({ key }) => key);
  exemptions.forEach(({ match, keys: exemptKeys, until }, index) => {
    const path = ['exemptions', index];
    checkMatch(match, [...path, 'match'], report);
    if (exemptKeys !== 'all') {
      exemptKeys.forEach((key, place) => {
        const why = exemptKeyProblem(key, names, forbidden);
        if (why !== undefined) report([...path, 'keys', place], 'value', `${quote(key)} ${why}`);
      });
    }
    if (until !== undefined && !isDate(until))
      report([...path, 'until'], 'value', `${until} is not a day of the calendar`);
  });
}

function checkMatch(
  { type, region, arn, tag = {} }: TagPolicy['exemptions'][number]['match'],
  path: Path,
  report: ReportProblemAt,
): void {
  const reportAt = (field: string, glob: string | undefined, problem: string | undefined) => {
    if (problem !== undefined) report([...path, field], 'value', `${quote(glob!)} ${problem}`);
  };
  reportAt('type', type, type === undefined ? undefined : typeProblem(type));
  reportAt('region', region, region === undefined ? undefined : regionProblem(region));
  if (arn !== undefined) reportAt('arn', arn, BRACKETS.test(arn) ? BRACKETS_PROBLEM : arnProblem(arn));
  for (const key of Object.keys(tag)) {
    if (BRACKETS.test(key)) report([...path, 'tag', key], 'key', `${quote(key)} ${BRACKETS_PROBLEM}`);
  }
}

function exemptKeyProblem(
  key: string,
  names: readonly string[],
  forbidden: readonly ForbiddenRule[],
): string | undefined {
  if (BRACKETS.test(key)) return BRACKETS_PROBLEM;
  if (names.some((name) => globsOverlap(key, name))) return undefined;
  const matching = forbidden.filter((rule) => globsOverlap(key, rule.key));
  if (matching.some(({ except = [] }) => !except.some((glob) => covers(glob, key)))) return undefined;
  if (matching.length > 0) {
    return `exempts nothing: ${quote(matching[0]!.key)}, which would forbid it, has it under except already`;
  }
  return isGlob(key)
    ? 'matches no key of this policy, and nothing that it forbids'
    : `is not a key of this policy${didYouMean(key, names)}`;
}

function isDate(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}
