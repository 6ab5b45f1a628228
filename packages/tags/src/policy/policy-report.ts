import { countOf, type Report, type Row } from '@groundcrew/report';
import type { PolicyProblem } from './errors.ts';
import { isGlob } from '@groundcrew/settings';
import type { Exemption, KeyRule, Scope, TagPolicy, ValuesRule } from './policy.ts';

/**
 * The content of a policy, for people to check. `nowMs` determines which exemptions have expired.
 */
export function policyReport(policy: TagPolicy, nowMs: number): Report {
  const { file, keys, forbidden, exemptions } = policy;
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const ended = exemptions.filter(({ until }) => until !== undefined && until < today);
  const endedNote =
    ended.length === 0
      ? []
      : [`${countOf(ended.length, 'exemption')} ended before ${today} and no longer counts; take it out.`];
  return {
    title: `Tag policy ${file}`,
    catalog: 'tags',
    lead: [`${file} can be used: it has no problems.`, ...endedNote],
    figures: [
      { title: 'Keys', value: keys.length },
      { title: 'Required', value: keys.filter(isRequired).length },
      { title: 'Forbidden', value: forbidden.length },
      ...(ended.length > 0
        ? [{ title: 'Exemptions that ended', value: ended.length, tone: 'warning' } as const]
        : []),
    ],
    sections: [
      {
        kind: 'table',
        key: 'keys',
        title: 'Keys',
        columns: [
          { key: 'key', title: 'Key' },
          { key: 'required', title: 'Required', wrap: true, words: true },
          { key: 'owner', title: 'Names the owner' },
          { key: 'appliesTo', title: 'On', wrap: true, words: true },
          { key: 'values', title: 'Values', wrap: true, printed: 'valuesText', words: true },
          { key: 'inherit', title: 'Inherited from', wrap: true },
          { key: 'default', title: 'Default' },
          { key: 'variants', title: 'Also written', wrap: true, printed: 'variantsText', words: true },
        ],
        rows: keys.map((rule) => keyRow(rule, policy)),
        whenEmpty: 'No key.',
      },
      ...(forbidden.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              key: 'forbidden',
              title: 'Forbidden',
              columns: [
                { key: 'key', title: 'Key' },
                { key: 'except', title: 'But not', wrap: true as const },
                { key: 'remove', title: 'Taken away by a plan' },
                { key: 'appliesTo', title: 'On', wrap: true as const, words: true as const },
                { key: 'reason', title: 'Why', wrap: true as const },
              ],
              rows: forbidden.map(({ key, except, remove, appliesTo, reason }) => ({
                key,
                except: except?.join(', ') ?? null,
                remove,
                appliesTo: scopeText(appliesTo),
                reason: reason ?? null,
              })),
            },
          ]),
      ...(exemptions.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              key: 'exemptions',
              title: 'Exemptions',
              columns: [
                { key: 'match', title: 'What', wrap: true as const },
                {
                  key: 'keys',
                  title: 'Keys',
                  wrap: true as const,
                  printed: 'keysText',
                  words: true as const,
                },
                { key: 'until', title: 'Until' },
                { key: 'reason', title: 'Why', wrap: true as const },
              ],
              rows: exemptions.map(exemptionRow),
            },
          ]),
    ],
    notes: [
      `${file} is a tag policy: ${countOf(keys.length, 'key')}, ${countOf(forbidden.length, 'forbidden key')}, ${countOf(exemptions.length, 'exemption')}.`,
      ...(forbidden.some(({ key }) => isGlob(key))
        ? [
            'Tags that other systems depend on (kubernetes.io/*, karpenter.sh/*, eks:*, …) are kept, unless a forbidden key names them.',
          ]
        : []),
      ...endedNote,
    ],
  };
}

/** Of everything, or of some resources. */
function isRequired({ required, requiredFor }: KeyRule): boolean {
  return required || requiredFor !== undefined;
}

function keyRow(rule: KeyRule, { ownerKey }: TagPolicy): Row {
  const values = valuesText(rule.values);
  const variants = [...rule.variants, ...(rule.ignoreCase ? ['in any case'] : [])].join(', ');
  const { list = [], like = [] } = rule.values ?? {};
  return {
    key: rule.key,
    required: rule.requiredFor ? scopeText(rule.requiredFor) : rule.required,
    owner: rule.key === ownerKey,
    appliesTo: scopeText(rule.appliesTo),
    values,
    // What is listed are names.
    valuesText: list.length + like.length > 0 ? null : values,
    inherit: rule.inherit.join(', ') || null,
    default: rule.default ?? null,
    variants: variants || null,
    variantsText: rule.ignoreCase ? variants : null,
  };
}

function valuesText(values: ValuesRule | undefined): string {
  if (values === undefined) return 'any';
  const { list = [], like = [], pattern, minLength, maxLength, variants } = values;
  const [min, max] = [minLength ?? 0, maxLength ?? 256];
  const parts = [
    ...(list.length + like.length > 0 ? [[...list, ...like].join(', ')] : []),
    ...(pattern === undefined ? [] : [`/${pattern}/`]),
    ...(minLength === undefined && maxLength === undefined ? [] : [`${min} to ${max} characters`]),
    ...Object.entries(variants).map(([wrong, right]) => `${wrong} → ${right}`),
  ];
  return parts.join('; ') || 'any';
}

function scopeText({ not, ...scope }: Scope): string {
  const within = placesText(scope) ?? 'everything';
  const left = not && placesText(not);
  return left === undefined ? within : `${within}, but not ${left}`;
}

function placesText({ types, regions, accounts }: Omit<Scope, 'not'>): string | undefined {
  const parts = [types, regions, accounts]
    .filter((globs) => globs.length > 0 && !globs.includes('*'))
    .map((globs) => globs.join(', '));
  return parts.length > 0 ? parts.join(' in ') : undefined;
}

function exemptionRow({ match, keys, until, reason }: Exemption): Row {
  const { tag = {}, ...places } = match;
  const parts = [
    ...Object.entries(places).map(([name, glob]) => `${name} ${glob}`),
    ...Object.entries(tag).map(([key, value]) => `tag ${key}=${value}`),
  ];
  return {
    match: parts.join(', '),
    keys: keys === 'all' ? 'all' : keys.join(', '),
    keysText: keys === 'all' ? 'all' : null,
    until: until ?? null,
    reason,
  };
}

/** The problems of a policy, for programs. */
export function problemReport(file: string, problems: readonly PolicyProblem[]): Report {
  return {
    title: `Problems in the tag policy ${file}`,
    catalog: 'tags',
    lead: [`${file} can't be used: ${countOf(problems.length, 'problem')} to correct.`],
    figures: [{ title: 'Problems', value: problems.length, tone: 'bad' }],
    sections: [
      {
        kind: 'table',
        key: 'problems',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'line', title: 'Line', unit: 'count' },
          { key: 'column', title: 'Column', unit: 'count' },
          { key: 'path', title: 'Where' },
          { key: 'message', title: 'What', wrap: true },
        ],
        rows: problems.map((problem) => ({ file, ...problem })),
      },
    ],
  };
}
