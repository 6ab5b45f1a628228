export { type DuplicatePolicy, defaultDuplicatePolicy, duplicatePolicies } from './policy.ts';
