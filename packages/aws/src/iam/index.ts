export { accountAlias } from './account-alias.ts';
export { createIamClient } from './client.ts';
