export { type ImportedPolicy, importTagPolicy, type PolicyFile } from './import-tag-policy.ts';
