export { type IdentityEndpoint, startIdentityEndpoint } from './endpoint.ts';
export { type IdentityEnvironment, identityEnvironments } from './environments.ts';
export { isIdentityVariable, prepareEnvironment } from './prepare-environment.ts';
