import type { ConnectionSettings } from '@groundcrew/aws-core';
import type { GlobalOptions, Io } from '@groundcrew/cli';

/**
 * Connection settings of a command's options; the rest is the SDK's own chain. That chain does not read
 * `AWS_DEFAULT_REGION`, which the `aws` command reads, and which users therefore have set.
 */
export function connectionOf(
  { region, profile, endpointUrl }: GlobalOptions,
  { environment }: Pick<Io, 'environment'>,
): ConnectionSettings {
  const usedRegion = region ?? (environment.AWS_REGION ? undefined : environment.AWS_DEFAULT_REGION);
  return {
    ...(usedRegion && { region: usedRegion }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  };
}
