import {
  createLocator,
  createProblems,
  type Located,
  type LocatedMap,
  type Path,
  readYaml,
  type ReportProblem,
  showPath,
} from '@groundcrew/settings';
import { decodePolicy } from '../policy/decode-policy.ts';
import { invalidPolicy } from '../policy/errors.ts';
import { policyKind } from '../policy/parse-policy.ts';
import {
  allOperators,
  type Operator,
  type OrganizationsPolicy,
  policyKeyOf,
  type Setting,
  type SettingName,
  type Statement,
} from './organizations-policy.ts';

// "Tag policy syntax and examples" and "Inheritance operators" in the AWS Organizations user guide.

const settingNames: readonly SettingName[] = [
  'tag_key',
  'tag_value',
  'enforced_for',
  'report_required_tag_for',
];
/** About the response, beside what was asked for (boto3 guide, "Low-level clients", "Handling responses"). */
const BOTO3_METADATA = 'ResponseMetadata';
const CHILD_CONTROL = '@@operators_allowed_for_child_policies';

/**
 * Reads a tag policy of AWS Organizations: the policy itself, or what `aws organizations describe-policy` and
 * `describe-effective-policy` print, also as boto3 returns it, with `ResponseMetadata`.
 *
 * @throws GroundcrewError `tags.policy.invalid` with all problems, `tags.policy.encoding`, `tags.policy.too-large`
 */
export function readOrganizationsPolicy(input: string | Uint8Array, file: string): OrganizationsPolicy {
  const text = decodePolicy(input, file);
  const problems = createProblems(text);
  const { report } = problems;
  const locate = createLocator(text);
  const root = readYaml(text, policyKind, report);
  const wrapped = root && contentOf(root);
  if (wrapped !== undefined && problems.all().length === 0) {
    return readOrganizationsPolicy(wrapped.text, `${file} (${wrapped.name})`);
  }
  const policy = root && readRoot(root, { file, report, locate });
  if (policy && problems.all().length === 0) return policy;
  throw invalidPolicy(file, problems.all());
}

interface Context {
  readonly file: string;
  readonly report: ReportProblem;
  readonly locate: (offset: number) => { readonly line: number; readonly column: number };
}

/** The policy in what the `aws` command prints, or boto3 returns. */
function contentOf(root: Located): { readonly name: string; readonly text: string } | undefined {
  if (root.kind !== 'map') return undefined;
  // With something else beside it, the file is not what they print: reading one part would drop the other.
  const names = [...root.entries.keys()].filter((name) => name !== BOTO3_METADATA);
  if (names.length > 1) return undefined;
  for (const [outer, inner] of [
    ['Policy', 'Content'],
    ['EffectivePolicy', 'PolicyContent'],
  ] as const) {
    const described = root.entries.get(outer)?.value;
    const content = described?.kind === 'map' ? described.entries.get(inner)?.value : undefined;
    if (content?.kind === 'scalar' && typeof content.value === 'string') {
      return { name: `${outer}.${inner}`, text: content.value };
    }
  }
  return undefined;
}

function readRoot(root: Located, context: Context): OrganizationsPolicy | undefined {
  const { file, report } = context;
  if (root.kind !== 'map' || !root.entries.has('tags')) {
    report(root.offset, [], 'has no tags: it is not a tag policy of AWS Organizations');
    return undefined;
  }
  for (const [name, { keyOffset }] of root.entries) {
    if (name !== 'tags') report(keyOffset, [name], 'is unknown here; a tag policy has tags only');
  }
  const tags = root.entries.get('tags')!.value;
  const map = asMap(tags, ['tags'], report);
  if (!map) return undefined;
  reportSameKeys(map, context);
  const statements: Statement[] = [];
  let allowed = allOperators;
  for (const [name, { value }] of map.entries) {
    const path = ['tags', name];
    if (name === CHILD_CONTROL) allowed = readAllowed(value, path, report);
    else {
      const statement = readStatement(name, value, path, context);
      if (statement) statements.push(statement);
    }
  }
  if (statements.length === 0) report(tags.offset, ['tags'], 'has no tag key');
  return { file, statements, allowed };
}

/**
 * A policy key "uniquely identifies the policy statement" and "is not case sensitive": of two that differ in case only,
 * which one counts is not said, and a tag can have one case only.
 */
function reportSameKeys({ entries }: LocatedMap, { report, locate }: Context): void {
  const seen = new Map<string, { readonly name: string; readonly keyOffset: number }>();
  for (const [name, { keyOffset }] of entries) {
    const first = seen.get(policyKeyOf(name));
    if (first === undefined) {
      seen.set(policyKeyOf(name), { name, keyOffset });
      continue;
    }
    const { line, column } = locate(first.keyOffset);
    report(
      keyOffset,
      ['tags', name],
      `is the policy key ${JSON.stringify(first.name)} of ${line}:${column} in another case, and AWS has one of each; ` +
        'make one of them, with the tag_key that is right',
    );
  }
}

function readStatement(
  policyKey: string,
  node: Located,
  path: Path,
  context: Context,
): Statement | undefined {
  const { report } = context;
  const map = asMap(node, path, report);
  if (!map) return undefined;
  const settings = new Map<SettingName, Setting>();
  let allowed = allOperators;
  for (const [name, { keyOffset, value }] of map.entries) {
    const inner = [...path, name];
    const known = settingNames.find((one) => one === name);
    if (name === CHILD_CONTROL) allowed = readAllowed(value, inner, report);
    else if (known) settings.set(known, readSetting(known, value, inner, context));
    else report(keyOffset, inner, `is unknown here; there are ${settingNames.join(', ')}`);
  }
  return { policyKey, settings, allowed, place: placeOf(node, path, context) };
}

function readSetting(name: SettingName, node: Located, path: Path, context: Context): Setting {
  const { report } = context;
  const place = placeOf(node, path, context);
  if (node.kind !== 'map') {
    return { values: { '@@assign': readValues(name, node, path, report) }, allowed: allOperators, place };
  }
  const values: Partial<Record<Operator, readonly string[]>> = {};
  let allowed = allOperators;
  for (const [operator, { keyOffset, value }] of node.entries) {
    const inner = [...path, operator];
    const known = allOperators.find((one) => one === operator);
    if (operator === CHILD_CONTROL) allowed = readAllowed(value, inner, report);
    else if (known === undefined) {
      report(keyOffset, inner, `is unknown here; there are ${[...allOperators, CHILD_CONTROL].join(', ')}`);
    } else if (name === 'tag_key' && known !== '@@assign') {
      report(keyOffset, inner, 'is for lists; a tag key is one value, which @@assign sets');
    } else values[known] = readValues(name, value, inner, report);
  }
  return { values, allowed, place };
}

function readValues(name: SettingName, node: Located, path: Path, report: ReportProblem): readonly string[] {
  const items = node.kind === 'list' ? node.items : [node];
  if (name === 'tag_key' && node.kind === 'list') report(node.offset, path, 'is a list, not one tag key');
  return items.flatMap((item) => {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') {
      const what =
        item.kind === 'scalar'
          ? `${item.source || 'null'} is not text; put quotes around it`
          : `is a ${item.kind}, not text`;
      report(item.offset, path, what);
      return [];
    }
    if (name === 'tag_value' && item.value.split('*').length > 2) {
      report(
        item.offset,
        path,
        `${JSON.stringify(item.value)} has more than one *, which AWS does not accept`,
      );
    }
    if (name === 'tag_value' && item.value.includes('?') && item.value.includes('*')) {
      report(
        item.offset,
        path,
        `${JSON.stringify(item.value)} has a ?, which is a wildcard here, and not in AWS`,
      );
    }
    return [item.value];
  });
}

function readAllowed(node: Located, path: Path, report: ReportProblem): readonly Operator[] {
  const items = node.kind === 'list' ? node.items : [node];
  const names = items.map((item) => (item.kind === 'scalar' ? item.value : null));
  const known = new Set<unknown>(['@@all', '@@none', ...allOperators]);
  const wrong = names.findIndex((name) => !known.has(name));
  if (wrong >= 0 || names.length === 0) {
    const { offset } = items[wrong] ?? node;
    report(offset, path, `is not a list of ${[...known].join(', ')}`);
  }
  if (names.includes('@@none')) return [];
  return names.includes('@@all') ? allOperators : allOperators.filter((one) => names.includes(one));
}

function asMap(node: Located, path: Path, report: ReportProblem): LocatedMap | undefined {
  if (node.kind === 'map') return node;
  report(node.offset, path, 'is not a map');
  return undefined;
}

function placeOf(node: Located, path: Path, { file, locate }: Context): string {
  const { line, column } = locate(node.offset);
  return `${file}:${line}:${column}: ${showPath(path)}`;
}
