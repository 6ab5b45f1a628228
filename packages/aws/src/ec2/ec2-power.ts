import {
  DescribeSpotInstanceRequestsCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { createCall, isThrottle } from '@groundcrew/aws-core';
import { type CallOptions, sendOptions } from '../call.ts';
import { type Ec2ErrorContext, wrapEc2Error, wrapTagError } from './errors.ts';
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
  /**
   * The types of the requests of spot instances, by their ids; those that are gone are missing.
   *
   * @throws GroundcrewError `aws-ec2.describe-spot-requests-failed`
   */
  spotRequestTypes(
    ids: readonly string[],
    options?: CallOptions,
  ): Promise<ReadonlyMap<string, SpotRequestType>>;
}

/** What stopping is possible for: EC2 user guide, "Stop a Spot Instance". */
export type SpotRequestType = 'one-time' | 'persistent';

/** Values of one filter. */
const REQUESTS_PER_CALL = 200;

export function createEc2Power({ client, limiter, ...settings }: Ec2Settings): Ec2Power {
  const call = createCall({ limiter, ...settings });
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

    async spotRequestTypes(ids, { signal } = {}) {
      const types = new Map<string, SpotRequestType>();
      try {
        for (let from = 0; from < ids.length; from += REQUESTS_PER_CALL) {
          // A filter, as a single id that is gone would fail the call.
          const Filters = [
            { Name: 'spot-instance-request-id', Values: ids.slice(from, from + REQUESTS_PER_CALL) },
          ];
          const { SpotInstanceRequests = [] } = await call('filtered', signal, () =>
            client.send(new DescribeSpotInstanceRequestsCommand({ Filters }), sendOptions(signal)),
          );
          for (const { SpotInstanceRequestId, Type } of SpotInstanceRequests) {
            if (SpotInstanceRequestId !== undefined && Type !== undefined)
              types.set(SpotInstanceRequestId, Type);
          }
        }
        return types;
      } catch (error) {
        const context = {
          code: 'aws-ec2.describe-spot-requests-failed',
          doing: 'read the requests of spot instances',
        } as const;
        throw await failureOf(client, signal, (region) => wrapEc2Error(error, { ...context, region }));
      }
    },
  };
}
