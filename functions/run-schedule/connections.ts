import { type ConnectionSettings, partitionOf } from '@groundcrew/aws-core';
import type { RunScheduleSettings } from './env.ts';

type Credentials = NonNullable<ConnectionSettings['credentials']>;

/** The function's own account, or another by the role in it, with one session each. */
export function createConnections(
  settings: Pick<RunScheduleSettings, 'currentRegion' | 'role' | 'externalId'>,
): (accountId: string | undefined, region: string) => ConnectionSettings {
  const sessions = new Map<string, Credentials>();
  return (accountId, region) => {
    if (accountId === undefined) return { region };
    const credentials = sessions.get(accountId) ?? sessionIn(accountId, settings);
    sessions.set(accountId, credentials);
    return { region, credentials };
  };
}

/** STS is loaded when the first call needs it: most functions have no further accounts. */
function sessionIn(
  accountId: string,
  { currentRegion, role, externalId }: Pick<RunScheduleSettings, 'currentRegion' | 'role' | 'externalId'>,
): Credentials {
  const open = async () => {
    const { createRoleCredentials, createStsClient, roleArnOf } = await import('@groundcrew/aws/sts');
    return createRoleCredentials({
      sts: createStsClient({ region: currentRegion }),
      roleArn: roleArnOf(accountId, role, partitionOf(currentRegion)),
      sessionName: 'groundcrew-schedules',
      ...(externalId !== undefined && { externalId }),
    });
  };
  let opened: ReturnType<typeof open> | undefined;
  return async () => {
    const credentials = await (opened ??= open());
    return await credentials();
  };
}
