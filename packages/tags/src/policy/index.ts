export { type CanonicalValue, canonicalValue } from './canonical-value.ts';
export { matchKey } from './match-key.ts';
export type { Exemption, ForbiddenRule, KeyRule, Scope, TagPolicy, ValuesRule } from './policy.ts';
export { type ApplyingRule, type ForbiddenTag, forbiddenFor, rulesFor } from './rules-for.ts';
