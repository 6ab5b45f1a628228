export { createCredentials } from './create-credentials.ts';
export type { CredentialDeps } from './credential-deps.ts';
export { callerLine } from './describe-identity.ts';
export { type IdentityFacts, identityReport } from './identity-report.ts';
export { otherEndpointLine, otherEndpoints } from './other-endpoints.ts';
export { type Caller, whoAmI } from './who-am-i.ts';
