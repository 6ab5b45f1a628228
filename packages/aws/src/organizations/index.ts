export { createOrganizationsClient } from './client.ts';
export { listOrganizationAccounts, type OrganizationAccount } from './list-accounts.ts';
