import { createImds, type Imds, readImdsSettings } from '@groundcrew/aws/imds';
import { type Io, type OptionSpecs, type OptionValues, orUsageError } from '@groundcrew/cli';

/** How the metadata service is reached: the same for every command that asks it. */
export const imdsOptions = {
  imdsEndpoint: {
    type: 'text',
    value: 'URL',
    description: 'where the metadata service is, as AWS_EC2_METADATA_SERVICE_ENDPOINT tells',
  },
  allowImdsv1: {
    type: 'flag',
    description: 'go on without a session token where the service gives none',
  },
  timeout: {
    type: 'integer',
    value: 'SECONDS',
    minimum: 1,
    maximum: 600,
    description: 'how long to wait for one answer of it; 1 unless AWS_METADATA_SERVICE_TIMEOUT tells',
  },
  attempts: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 10,
    description: 'how often to ask it; 2 unless AWS_METADATA_SERVICE_NUM_ATTEMPTS tells',
  },
} as const satisfies OptionSpecs;

/** The metadata service that options and environment lead to; the options win. */
export function imdsOf(
  { imdsEndpoint, allowImdsv1, timeout, attempts }: OptionValues<typeof imdsOptions>,
  { environment }: Pick<Io, 'environment'>,
): Imds {
  return orUsageError(() =>
    createImds({
      ...readImdsSettings(environment),
      ...(imdsEndpoint !== undefined && { endpoint: imdsEndpoint }),
      ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
      ...(attempts !== undefined && { attempts }),
      allowV1: allowImdsv1,
    }),
  );
}
