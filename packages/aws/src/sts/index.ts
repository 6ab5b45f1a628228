export { type CallerIdentity, callerIdentity } from './caller-identity.ts';
export { createStsClient } from './client.ts';
export { roleArnOf } from './role-arn.ts';
export { createRoleCredentials, type RoleSettings } from './role-credentials.ts';
