import type { ConnectionSettings } from '@groundcrew/aws-core';
import type { GlobalOptions } from '@groundcrew/cli';

/** How the global options say that AWS is reached; the rest is the SDK's own chain. */
export function connectionOf({ region, profile, endpointUrl }: GlobalOptions): ConnectionSettings {
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  };
}
