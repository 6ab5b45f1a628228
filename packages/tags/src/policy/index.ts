export { type CanonicalValue, canonicalValue } from './canonical-value.ts';
export type { PolicyProblem } from './errors.ts';
export { compileGlob, compileGlobs } from '@groundcrew/settings';
export { initialPolicy } from './initial-policy.ts';
export { matchKey } from './match-key.ts';
export { parsePolicy } from './parse-policy.ts';
export type { Exemption, ForbiddenRule, KeyRule, Scope, TagPolicy, ValuesRule } from './policy.ts';
export {
  type ApplyingRule,
  type ForbiddenTag,
  forbiddenFor,
  type KeptTag,
  keptFor,
  rulesFor,
} from './rules-for.ts';
