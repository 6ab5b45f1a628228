import type { Exemption, ForbiddenRule, KeyRule, Scope, TagPolicy } from './policy.ts';
import type { RawPolicy, RawScope } from './shape.ts';

/** A policy with its defaults filled in. What was wrong, and is therefore missing, is taken as left out. */
export function toPolicy(raw: RawPolicy, file: string): TagPolicy {
  const keys = [...(raw.keys ?? [])].map(([key, rule]): KeyRule => {
    const { values } = rule;
    return {
      key,
      required: rule.required ?? rule.requiredFor !== undefined,
      ...(rule.requiredFor && { requiredFor: toScope(rule.requiredFor) }),
      appliesTo: toScope(rule.for),
      variants: rule.variants ?? [],
      ignoreCase: rule.ignoreCase ?? true,
      ...(values && {
        values: {
          ...values,
          ignoreCase: values.ignoreCase ?? true,
          variants: Object.fromEntries(values.variants ?? []),
        },
      }),
      inherit: rule.inherit ?? [],
      ...(rule.default !== undefined && { default: rule.default }),
      ...(rule.description !== undefined && { description: rule.description }),
    };
  });
  const forbidden = (raw.forbidden ?? []).flatMap(
    ({ key, except, remove = false, reason, for: scope }): ForbiddenRule[] =>
      key === undefined
        ? []
        : [
            {
              key,
              remove,
              ...(except && { except }),
              ...(reason !== undefined && { reason }),
              appliesTo: toScope(scope),
            },
          ],
  );
  const exemptions = (raw.exemptions ?? []).map(
    ({ match = {}, keys: exemptKeys = [], reason = '', until }): Exemption => {
      const { tag, ...globs } = match;
      return {
        match: { ...globs, ...(tag && { tag: Object.fromEntries(tag) }) },
        keys: exemptKeys,
        reason,
        ...(until !== undefined && { until }),
      };
    },
  );
  const [owner] = [...(raw.keys ?? [])].find(([, rule]) => rule.owner) ?? [];
  return { version: 1, file, keys, forbidden, exemptions, ...(owner !== undefined && { ownerKey: owner }) };
}

function toScope({ types = ['*'], regions = ['*'], accounts = ['*'], not }: RawScope = {}): Scope {
  return {
    types,
    regions,
    accounts,
    ...(not && { not: { types: [], regions: [], accounts: [], ...not } }),
  };
}
