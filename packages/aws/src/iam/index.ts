export { accountAlias } from './account-alias.ts';
export { createIamClient } from './client.ts';
export { type PolicyText, type RolePolicies, rolePolicies } from './role-policies.ts';
