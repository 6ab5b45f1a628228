import {
  type AutoScalingClient,
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { type CallSettings, createCall, pages, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, sendOptions } from '../call.ts';
import { callOnce } from '../once.ts';
import { createServiceLimiters, type LimiterSettings } from '../service-limiters.ts';

/**
 * All actions share one: API reference of EC2 Auto Scaling, "Welcome", API request rate. Its size is not published, and assumed
 * here: a call that is throttled anyway waits and is sent again.
 */
const autoScalingBuckets = { any: { capacity: 20, refillPerSecond: 10 } } as const;
export type AutoScalingBucket = keyof typeof autoScalingBuckets;

/** All limiters of a process. */
export const createAutoScalingLimiters = (settings: LimiterSettings) =>
  createServiceLimiters(autoScalingBuckets, settings);

export interface AutoScalingSettings extends CallSettings<AutoScalingBucket> {
  readonly client: AutoScalingClient;
}

/** How many instances a group has at least, wants, and has at most. */
export interface GroupSizes {
  readonly min: number;
  readonly desired: number;
  readonly max: number;
}

/** The part of an Auto Scaling group that is read, under the names of the SDK. */
export interface AutoScalingGroup {
  readonly AutoScalingGroupName?: string | undefined;
  readonly AutoScalingGroupARN?: string | undefined;
  readonly MinSize?: number | undefined;
  readonly MaxSize?: number | undefined;
  readonly DesiredCapacity?: number | undefined;
  /** `Delete in progress` while it is deleted. */
  readonly Status?: string | undefined;
  readonly Instances?: readonly { readonly LifecycleState?: string | undefined }[] | undefined;
  readonly Tags?:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | undefined;
}

/** Auto Scaling groups of one account in one region. Every call waits for its token. */
export interface AutoScaling {
  /**
   * The groups, a page at a time; with `names` only these, without those that do not exist.
   *
   * @throws GroundcrewError `aws-autoscaling.describe-failed`
   */
  describeGroups(
    names?: readonly string[],
    options?: CallOptions,
  ): AsyncGenerator<readonly AutoScalingGroup[], void>;
  /**
   * Sets the sizes of a group. One attempt.
   *
   * @throws GroundcrewError `aws-autoscaling.update-failed` with `details.awsError`, the name of the reason
   */
  updateSizes(name: string, sizes: GroupSizes, options?: CallOptions): Promise<void>;
  /**
   * Sets a tag of a group, not of the instances that it launches. One attempt.
   *
   * @throws GroundcrewError `aws-autoscaling.tag-failed`
   */
  setTag(name: string, key: string, value: string, options?: CallOptions): Promise<void>;
}

/** The largest page there is (API reference of EC2 Auto Scaling, "DescribeAutoScalingGroups", MaxRecords). */
const PAGE_SIZE = 100;

export function createAutoScaling({ client, ...settings }: AutoScalingSettings): AutoScaling {
  const call = createCall(settings);
  const { limiter } = settings;
  return {
    async *describeGroups(names, { signal } = {}) {
      // Without names all groups would be returned.
      if (names?.length === 0) return;
      const parts = names === undefined ? [undefined] : partsOf([...new Set(names)]);
      for (const part of parts) {
        yield* pages<AutoScalingGroup>(async (token) => {
          const command = new DescribeAutoScalingGroupsCommand({
            MaxRecords: PAGE_SIZE,
            ...(part && { AutoScalingGroupNames: part }),
            ...(token !== undefined && { NextToken: token }),
          });
          try {
            const { AutoScalingGroups = [], NextToken } = await call('any', signal, () =>
              client.send(command, sendOptions(signal)),
            );
            return { items: AutoScalingGroups, next: NextToken || undefined };
          } catch (error) {
            signal?.throwIfAborted();
            throw wrapServiceError(error, {
              code: 'aws-autoscaling.describe-failed',
              doing: 'list the Auto Scaling groups',
            });
          }
        });
      }
    },

    async updateSizes(name, { min, desired, max }, { signal } = {}) {
      const command = new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: name,
        MinSize: min,
        MaxSize: max,
        DesiredCapacity: desired,
      });
      await callOnce(
        limiter,
        'any',
        signal,
        (options) => client.send(command, options),
        (error) =>
          wrapServiceError(error, {
            code: 'aws-autoscaling.update-failed',
            doing: `set the sizes of the Auto Scaling group ${name} to ${min}, ${desired} and ${max}`,
          }),
      );
    },

    async setTag(name, key, value, { signal } = {}) {
      const tag = { ResourceId: name, ResourceType: 'auto-scaling-group', PropagateAtLaunch: false };
      const command = new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Key: key, Value: value }] });
      await callOnce(
        limiter,
        'any',
        signal,
        (options) => client.send(command, options),
        (error) =>
          wrapServiceError(error, {
            code: 'aws-autoscaling.tag-failed',
            doing: `set the tag ${key} of the Auto Scaling group ${name}`,
          }),
      );
    },
  };
}

function partsOf(names: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / PAGE_SIZE) }, (_, index) =>
    names.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
  );
}
