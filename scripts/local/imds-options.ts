import { orUsageError, usageError } from '@groundcrew/cli';
import {
  findInstance,
  type ImdsServerOptions,
  type LocalAccounts,
  parseImdsFaults,
  parseImdsNotices,
} from '@groundcrew/local';

/** The options of `groundcrew local` that start the metadata service of an instance. */
export const imdsOptions = {
  imds: {
    type: 'text',
    value: 'INSTANCE_ID',
    description: 'run the metadata service of this instance of --account',
  },
  imdsPort: {
    type: 'integer',
    value: 'N',
    minimum: 0,
    maximum: 65_535,
    description: 'its port on 127.0.0.1; default: 1338, 0 for any',
  },
  imdsFaults: {
    type: 'text',
    value: 'LIST',
    description: 'its faults: hop-limit,v1-only,tokens-optional,disabled,no-tags,slow=3000,errors=0.1',
  },
  imdsNotice: {
    type: 'text',
    value: 'LIST',
    description:
      'its notices, each with a delay in seconds: spot=120,rebalance=10,maintenance=30,auto-scaling=60',
  },
} as const;

interface ImdsFlags {
  readonly imds: string | undefined;
  readonly imdsPort: number | undefined;
  readonly imdsFaults: string | undefined;
  readonly imdsNotice: string | undefined;
}

const DEFAULT_PORT = 1338;

/**
 * The options of the metadata service; `undefined`: it is not started.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function readImdsOptions(
  { imds, imdsPort, imdsFaults, imdsNotice }: ImdsFlags,
  accounts: LocalAccounts | undefined,
): ImdsServerOptions | undefined {
  if (imds === undefined) {
    if (imdsPort === undefined && imdsFaults === undefined && imdsNotice === undefined) return undefined;
    throw usageError('--imds-port, --imds-faults and --imds-notice need an instance: --imds INSTANCE_ID');
  }
  if (!accounts) {
    throw usageError(`the instance "${imds}" of --imds must be in an account file: --account FILE`);
  }
  return orUsageError(() => ({
    port: imdsPort ?? DEFAULT_PORT,
    instance: findInstance(accounts, imds),
    ...(imdsFaults !== undefined && { faults: parseImdsFaults(imdsFaults) }),
    ...(imdsNotice !== undefined && { notices: parseImdsNotices(imdsNotice) }),
  }));
}
