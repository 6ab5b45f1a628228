import { StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { isThrottle } from '@groundcrew/aws-core';
import { type CallOptions, sendOptions } from '../call.ts';
import { type Ec2ErrorContext, wrapTagError } from './errors.ts';
import { failureOf } from './failure.ts';
import type { Ec2Settings } from './settings.ts';

/** Ids of one call. EC2 documents no limit; a call that is refused is refused for all of them. */
export const MAX_IDS_PER_POWER_CALL = 100;

/** Starts and stops instances, of one account in one region. Every call waits for its token. */
export interface Ec2Power {
  /**
   * Starts all of these instances, or none: they are then `pending`, and may still fail. One attempt.
   *
   * @throws GroundcrewError `aws-ec2.start-instances-failed` with `details.awsError`, the name of the reason, and
   * `details.resourceIds`, if EC2 names them
   */
  startInstances(ids: readonly string[], options?: CallOptions): Promise<void>;
  /**
   * Stops all of these instances, or none; `hibernate`: those that were launched so keep their memory. One attempt.
   *
   * @throws GroundcrewError `aws-ec2.stop-instances-failed`, as `startInstances`
   */
  stopInstances(
    ids: readonly string[],
    options?: CallOptions & { readonly hibernate?: boolean },
  ): Promise<void>;
}

export function createEc2Power({ client, limiter }: Ec2Settings): Ec2Power {
  async function once(
    { code, doing }: Pick<Ec2ErrorContext, 'code' | 'doing'>,
    ids: readonly string[],
    signal: AbortSignal | undefined,
    attempt: () => Promise<unknown>,
  ): Promise<void> {
    await limiter.take('starting', signal);
    try {
      await attempt();
    } catch (error) {
      if (isThrottle(error)) limiter.throttled('starting');
      const what = `${doing} ${ids.length === 1 ? String(ids[0]) : `${ids.length} instances`}`;
      throw await failureOf(client, signal, (region) =>
        wrapTagError(error, { code, doing: what, region }, ids),
      );
    }
  }

  return {
    startInstances: (ids, { signal } = {}) =>
      once({ code: 'aws-ec2.start-instances-failed', doing: 'start' }, ids, signal, () =>
        client.send(new StartInstancesCommand({ InstanceIds: [...ids] }), sendOptions(signal)),
      ),
    stopInstances: (ids, { signal, hibernate = false } = {}) =>
      once({ code: 'aws-ec2.stop-instances-failed', doing: 'stop' }, ids, signal, () =>
        client.send(
          new StopInstancesCommand({ InstanceIds: [...ids], ...(hibernate && { Hibernate: true }) }),
          sendOptions(signal),
        ),
      ),
  };
}
