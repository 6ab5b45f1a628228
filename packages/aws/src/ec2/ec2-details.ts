import {
  DescribeImagesCommand,
  DescribeInstanceStatusCommand,
  type Image,
  type InstanceStatus,
} from '@aws-sdk/client-ec2';
import { collectPages, createCall, pages } from '@groundcrew/aws-core';
import { type CallOptions, sendOptions } from '../call.ts';
import { type Ec2ErrorCode, wrapEc2Error } from './errors.ts';
import { failureOf } from './failure.ts';
import type { Ec2Settings } from './settings.ts';

/** The status checks of an instance, as EC2 names their results. */
export interface Ec2InstanceStatus {
  readonly instanceId: string;
  /** Of the system, the instance and, if it has any, its disks: `ok`, `impaired`, `insufficient-data`, `initializing`, `not-applicable`. */
  readonly checks: readonly string[];
}

export interface Ec2Image {
  readonly id: string;
  readonly name: string | undefined;
  /** ISO 8601, UTC. */
  readonly createdAt: string | undefined;
}

/** What further calls return about instances. */
export interface Ec2Details {
  /**
   * The status checks of these instances, or of all of the region, in any state.
   *
   * @param instanceIds at most 100; `undefined`: all
   * @throws GroundcrewError `aws-ec2.describe-statuses-failed`, `aws-ec2.instance.not-found`
   */
  describeInstanceStatuses(
    instanceIds: readonly string[] | undefined,
    options?: CallOptions,
  ): Promise<readonly Ec2InstanceStatus[]>;
  /**
   * The images of these ids, deprecated ones included; those that are gone or private to others are missing.
   *
   * @throws GroundcrewError `aws-ec2.describe-images-failed`
   */
  describeImages(ids: readonly string[], options?: CallOptions): Promise<readonly Ec2Image[]>;
}

/** EC2 API reference, "DescribeInstanceStatus", MaxResults and InstanceIds. */
const STATUSES_PER_PAGE = 1_000;
/** Values of one filter. */
const IMAGES_PER_CALL = 200;

/** A factory of its own: functions need none of it. */
export function createEc2Details({ client, ...settings }: Ec2Settings): Ec2Details {
  const call = createCall(settings);
  const failed = (error: unknown, code: Ec2ErrorCode, doing: string, signal: AbortSignal | undefined) =>
    failureOf(client, signal, (region) => wrapEc2Error(error, { code, doing, region }));

  return {
    async describeInstanceStatuses(instanceIds, { signal } = {}) {
      const ask = async (token: string | undefined) => {
        const range =
          instanceIds === undefined
            ? { MaxResults: STATUSES_PER_PAGE, ...(token !== undefined && { NextToken: token }) }
            : { InstanceIds: [...instanceIds] };
        const command = new DescribeInstanceStatusCommand({ IncludeAllInstances: true, ...range });
        const bucket = instanceIds === undefined ? 'filtered' : 'unfiltered';
        const { InstanceStatuses = [], NextToken } = await call(bucket, signal, () =>
          client.send(command, sendOptions(signal)),
        );
        return { items: InstanceStatuses.map(toStatus), next: NextToken || undefined };
      };
      try {
        return await collectPages(pages(ask));
      } catch (error) {
        const doing = 'read the status checks of instances';
        throw await failed(error, 'aws-ec2.describe-statuses-failed', doing, signal);
      }
    },

    async describeImages(ids, { signal } = {}) {
      try {
        const found: Ec2Image[] = [];
        for (let from = 0; from < ids.length; from += IMAGES_PER_CALL) {
          // A filter, as a single id that is gone would fail the call.
          const Filters = [{ Name: 'image-id', Values: ids.slice(from, from + IMAGES_PER_CALL) }];
          const { Images = [] } = await call('filtered', signal, () =>
            client.send(new DescribeImagesCommand({ Filters, IncludeDeprecated: true }), sendOptions(signal)),
          );
          found.push(...Images.map(toImage));
        }
        return found;
      } catch (error) {
        throw await failed(error, 'aws-ec2.describe-images-failed', 'read the images of instances', signal);
      }
    },
  };
}

function toStatus({ InstanceId = '', ...status }: InstanceStatus): Ec2InstanceStatus {
  const { SystemStatus, InstanceStatus: ofInstance, AttachedEbsStatus } = status;
  const checks = [SystemStatus, ofInstance, AttachedEbsStatus].flatMap((check) => check?.Status ?? []);
  return { instanceId: InstanceId, checks };
}

function toImage({ ImageId = '', Name, CreationDate }: Image): Ec2Image {
  return { id: ImageId, name: Name || undefined, createdAt: CreationDate || undefined };
}
