import { createImds, type Imds, type ImdsDependencies, readImdsSettings } from '@groundcrew/aws/imds';
import { resolveProfile } from '@groundcrew/aws-core/identity';
import { isGroundcrewError } from '@groundcrew/errors';
import {
  type GlobalOptions,
  type Io,
  type OptionSpecs,
  type OptionValues,
  orUsageError,
} from '@groundcrew/cli';

/** Options of every command that reads the metadata service. */
export const imdsOptions = {
  imdsEndpoint: {
    type: 'text',
    value: 'URL',
    description:
      'address of the metadata service; default: AWS_EC2_METADATA_SERVICE_ENDPOINT, or that of the profile',
  },
  allowImdsv1: {
    type: 'flag',
    description: 'continue without a session token if the service issues none',
  },
  timeout: {
    type: 'integer',
    value: 'SECONDS',
    minimum: 1,
    maximum: 600,
    description: 'timeout of one request; default: AWS_METADATA_SERVICE_TIMEOUT, or 1',
  },
  attempts: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 10,
    description:
      'attempts of one request; one that fails immediately gets more; default: AWS_METADATA_SERVICE_NUM_ATTEMPTS, or 2',
  },
} as const satisfies OptionSpecs;

interface OpenImdsOptions extends Pick<ImdsDependencies, 'onRead'> {
  readonly global: GlobalOptions;
  readonly io: Pick<Io, 'environment' | 'sleep'>;
}

/**
 * The metadata service of the options, the environment and the profile, in this order. The configuration files are read
 * only if neither of the others has the address: they are not needed otherwise.
 */
export async function openImds(
  { imdsEndpoint, allowImdsv1, timeout, attempts }: OptionValues<typeof imdsOptions>,
  { global, io, onRead }: OpenImdsOptions,
): Promise<Imds> {
  const { environment, sleep } = io;
  const isKnown = imdsEndpoint !== undefined || environment.AWS_EC2_METADATA_SERVICE_ENDPOINT?.trim();
  const profile = isKnown ? undefined : await profileInUse(global.profile, environment);
  return orUsageError(() =>
    createImds(
      {
        ...readImdsSettings(environment, profile?.settings),
        ...(imdsEndpoint !== undefined && { endpoint: imdsEndpoint }),
        ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
        ...(attempts !== undefined && { attempts }),
        allowV1: allowImdsv1,
      },
      { sleep, ...(onRead && { onRead }) },
    ),
  );
}

/** No credentials are needed, and so no profile: one that does not exist has no address. */
async function profileInUse(option: string | undefined, environment: Io['environment']) {
  try {
    return (await resolveProfile(option, environment)).chosen.profile;
  } catch (error) {
    if (isGroundcrewError(error, 'aws-core.profile.not-found')) return undefined;
    throw error;
  }
}
