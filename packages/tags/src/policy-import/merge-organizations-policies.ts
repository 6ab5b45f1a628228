import {
  allOperators,
  type Operator,
  type OrganizationsPolicy,
  policyKeyOf,
  type Setting,
  type SettingName,
  type Statement,
} from './organizations-policy.ts';

/** What is in effect for one tag key. */
export interface EffectiveTag {
  /** In lower case. */
  readonly policyKey: string;
  readonly settings: ReadonlyMap<SettingName, readonly string[]>;
  /** Where it is first mentioned. */
  readonly place: string;
}

/**
 * Merges policies as they are inherited: that of the root first, that of the account last. An operator that a parent does
 * not allow is ignored, as AWS does ("Inheritance operators" in the AWS Organizations user guide), and is in the notes.
 */
export function mergeOrganizationsPolicies(policies: readonly OrganizationsPolicy[]): {
  readonly tags: readonly EffectiveTag[];
  readonly notes: readonly string[];
} {
  const tags = new Map<string, MutableTag>();
  const notes: string[] = [];
  let allowedForTags = allOperators;
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const key = policyKeyOf(statement.policyKey);
      const tag = tags.get(key) ?? newTag(key, statement);
      tags.set(key, tag);
      if (statement.policyKey !== tag.written) {
        notes.push(
          `${statement.place}: is taken for the policy key ${JSON.stringify(tag.written)} (${tag.place}), which differs in case only.`,
        );
      }
      for (const [name, setting] of statement.settings) {
        const inherited = tag.settings.get(name);
        const allowed = both(both(allowedForTags, tag.allowed), inherited?.allowed ?? allOperators);
        tag.isAllowed ||= isAnyAllowed(setting, allowed);
        tag.settings.set(name, {
          values: apply(inherited?.values, setting, allowed, notes),
          allowed: both(inherited?.allowed ?? allOperators, setting.allowed),
        });
      }
    }
    // A policy restricts the operators of the policies below it.
    for (const statement of policy.statements)
      restrict(tags.get(policyKeyOf(statement.policyKey))!, statement);
    allowedForTags = both(allowedForTags, policy.allowed);
  }
  return {
    tags: [...tags.values()].filter(isInEffect).map(({ policyKey, settings, place }) => ({
      policyKey,
      place,
      settings: new Map(
        [...settings].flatMap(([name, { values }]) =>
          values === undefined ? [] : [[name, values] as const],
        ),
      ),
    })),
    notes,
  };
}

interface MutableTag {
  readonly policyKey: string;
  /** The policy key as it is first written. */
  readonly written: string;
  readonly settings: Map<
    SettingName,
    { readonly values: readonly string[] | undefined; readonly allowed: readonly Operator[] }
  >;
  allowed: readonly Operator[];
  readonly place: string;
  /** Whether any policy may have what it has for the key, though it may set no value. */
  isAllowed: boolean;
}

const newTag = (policyKey: string, { policyKey: written, place }: Statement): MutableTag => ({
  policyKey,
  written,
  settings: new Map(),
  allowed: allOperators,
  place,
  isAllowed: false,
});

/** A setting without operators, which only restricts the policies below it, is allowed to. */
function isAnyAllowed({ values }: Setting, allowed: readonly Operator[]): boolean {
  const operators = Object.keys(values);
  return operators.length === 0 || allowed.some((operator) => operators.includes(operator));
}

/** Whether a key is in the policy: policies may name it that are not allowed to, which the notes have. */
function isInEffect({ settings, isAllowed }: MutableTag): boolean {
  return settings.size === 0 || isAllowed;
}

function restrict(tag: MutableTag, { allowed }: Statement): void {
  tag.allowed = both(tag.allowed, allowed);
}

const both = (one: readonly Operator[], other: readonly Operator[]) =>
  one.filter((each) => other.includes(each));

/** @returns `undefined`: nothing was ever set */
function apply(
  inherited: readonly string[] | undefined,
  { values, place }: Setting,
  allowed: readonly Operator[],
  notes: string[],
): readonly string[] | undefined {
  let result = inherited;
  for (const operator of allOperators) {
    const given = values[operator];
    if (given === undefined) continue;
    if (!allowed.includes(operator)) {
      notes.push(`${place}: ${operator} is not allowed by a policy above it, and ignored, as AWS does.`);
    } else if (operator === '@@assign') result = [...new Set(given)];
    else if (operator === '@@append') result = [...new Set([...(result ?? []), ...given])];
    else {
      const missing = given.find((value) => !result?.includes(value));
      if (missing !== undefined)
        notes.push(`${place}: removes ${JSON.stringify(missing)}, which is not there.`);
      result = result?.filter((value) => !given.includes(value));
    }
  }
  return result;
}
