export type { ChosenProfile } from './choose-profile.ts';
export type { Environment } from './config-paths.ts';
export type {
  ContainerSource,
  CredentialSource,
  KeysSource,
  LoginSource,
  ProcessSource,
  RoleSource,
  SsoSource,
  WebIdentitySource,
} from './credential-source.ts';
export type { Setting } from './ini-file.ts';
export { chooseCaBundle, type NetworkSettings, proxyEnvOf, readNetwork } from './network.ts';
export { type Identity, type IdentityOptions, resolveIdentity, resolveProfile } from './resolve-identity.ts';
