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
    description: 'serve the metadata of this instance of --account, as if run on it',
  },
  imdsPort: {
    type: 'integer',
    value: 'N',
    minimum: 0,
    maximum: 65_535,
    description: 'its port on 127.0.0.1; 1338 if left out, 0 for any',
  },
  imdsFaults: {
    type: 'text',
    value: 'LIST',
    description:
      'what is wrong with it: hop-limit,v1-only,tokens-optional,disabled,no-tags,slow=3000,errors=0.1',
  },
  imdsNotice: {
    type: 'text',
    value: 'LIST',
    description:
      'what it announces, after how many seconds: spot=120,rebalance=10,maintenance=30,auto-scaling=60',
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
 * How the metadata service is to be started; `undefined`: it is not.
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
    throw usageError(`the instance "${imds}" of --imds has to be in an account file: --account FILE`);
  }
  return orUsageError(() => ({
    port: imdsPort ?? DEFAULT_PORT,
    instance: findInstance(accounts, imds),
    ...(imdsFaults !== undefined && { faults: parseImdsFaults(imdsFaults) }),
    ...(imdsNotice !== undefined && { notices: parseImdsNotices(imdsNotice) }),
  }));
}
