export { type DuplicatePolicy, DEFAULT_DUPLICATE_POLICY, duplicatePolicies } from './policy.ts';
