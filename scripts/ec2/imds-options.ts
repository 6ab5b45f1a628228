import { createImds, type Imds, readImdsSettings } from '@groundcrew/aws/imds';
import { type Io, type OptionSpecs, type OptionValues, orUsageError } from '@groundcrew/cli';

/** Options of every command that reads the metadata service. */
export const imdsOptions = {
  imdsEndpoint: {
    type: 'text',
    value: 'URL',
    description: 'address of the metadata service; default: AWS_EC2_METADATA_SERVICE_ENDPOINT',
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
    description: 'attempts of one request; default: AWS_METADATA_SERVICE_NUM_ATTEMPTS, or 2',
  },
} as const satisfies OptionSpecs;

/** The metadata service of the options and the environment; the options take precedence. */
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
