import type { Environment, NetworkSettings } from '@groundcrew/aws-core/identity';
import type { Imds } from '../imds/index.ts';

/** What fetching credentials needs. */
export interface CredentialDeps {
  readonly environment: Environment;
  /** Of calls to STS; default: one of the role's partition. */
  readonly region?: string | undefined;
  /** For other settings of the profile, such as endpoints. */
  readonly profile?: string | undefined;
  readonly network: NetworkSettings;
  readonly endpointOf?: ((service: string) => { readonly value: string } | undefined) | undefined;
  /** The folder that `~` stands for. */
  readonly home: string;
  /** Opens the metadata service of this instance. */
  readonly openImds: () => Imds;
  /** Asks a person; `undefined`: there is none. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970; default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}
