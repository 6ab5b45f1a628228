import { type ConnectionSettings, parseArn, regionOfPartition } from '@groundcrew/aws-core';
import type { CredentialDeps } from './credential-deps.ts';

/** How STS is reached for a role: in the region of the command, or else in one of the role's partition. */
export function stsConnection(
  roleArn: string,
  {
    region,
    profile,
    network,
    endpointOf,
  }: Pick<CredentialDeps, 'endpointOf' | 'region' | 'profile' | 'network'>,
): ConnectionSettings {
  return {
    region: region ?? regionOfPartition(parseArn(roleArn)?.partition ?? 'aws'),
    ...(profile !== undefined && { profile }),
    network,
    ...(endpointOf && { endpointOf }),
  };
}
