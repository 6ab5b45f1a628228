import {
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  type InstanceTypeInfo,
  type _InstanceType as InstanceTypeName,
} from '@aws-sdk/client-ec2';
import { createCall } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { type DescribeInstancesQuery, readInstances } from './describe-instances.ts';
import { type Ec2ErrorContext, wrapEc2Error } from './errors.ts';
import { failureOf } from './failure.ts';
import type { Ec2Filter } from './filters.ts';
import type { Ec2Instance } from './instance.ts';
import { type Ec2Interface, type Ec2Network, readInterfaces, readNetworks } from './networks.ts';
import { type CallOptions, sendOptions } from '../call.ts';
import type { Ec2Settings } from './settings.ts';

export interface Ec2Region {
  /** `us-east-1` */
  readonly name: string;
  /** Only `not-opted-in` regions can't be called. */
  readonly optInStatus: 'opt-in-not-required' | 'opted-in' | 'not-opted-in';
}

/** Instances, their types and regions, of one account in one region. Every call and retry waits for its token. */
export interface Ec2Instances {
  /**
   * The instances, page by page, without empty pages; the next page is prefetched while one is processed.
   *
   * @throws GroundcrewError `aws-ec2.describe-instances-failed`, `aws-ec2.instance.not-found`,
   * `aws-ec2.instance.malformed-id`, `aws-ec2.filter.invalid`, `aws-ec2.pages.loop`; the signal's reason, if it
   * is aborted
   */
  describeInstances(
    query?: DescribeInstancesQuery,
    options?: CallOptions,
  ): AsyncIterable<readonly Ec2Instance[]>;
  /**
   * The figures of instance types, in the order of EC2.
   *
   * @throws GroundcrewError `aws-ec2.describe-instance-types-failed`, `aws-ec2.instance-type.not-found`
   */
  describeInstanceTypes(names: readonly string[], options?: CallOptions): Promise<InstanceTypeInfo[]>;
  /**
   * The regions that the account may use; with `allRegions` also those that it has not opted in to.
   *
   * @throws GroundcrewError `aws-ec2.describe-regions-failed`
   */
  describeRegions(query?: { allRegions?: boolean }, options?: CallOptions): Promise<Ec2Region[]>;
  /**
   * The network interfaces that match filters, of instances and of services.
   *
   * @throws GroundcrewError `aws-ec2.describe-interfaces-failed`
   */
  describeInterfaces(filters: readonly Ec2Filter[], options?: CallOptions): Promise<Ec2Interface[]>;
  /**
   * The VPCs or subnets that match filters.
   *
   * @throws GroundcrewError `aws-ec2.describe-networks-failed`
   */
  describeNetworks(
    kind: 'vpc' | 'subnet',
    filters: readonly Ec2Filter[],
    options?: CallOptions,
  ): Promise<Ec2Network[]>;
}

/** EC2 API reference, "DescribeInstanceTypes", InstanceTypes. */
const TYPES_PER_CALL = 100;

export function createEc2Instances({ client, ...settings }: Ec2Settings): Ec2Instances {
  const call = createCall(settings);

  const failed = (
    error: unknown,
    context: Omit<Ec2ErrorContext, 'region'>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> => failureOf(client, signal, (region) => wrapEc2Error(error, { ...context, region }));

  return {
    async *describeInstances(query = {}, { signal } = {}) {
      try {
        yield* readInstances(client, call, query, signal);
      } catch (error) {
        const context = { code: 'aws-ec2.describe-instances-failed', doing: 'list the instances' } as const;
        throw await failed(error, context, signal);
      }
    },

    async describeInstanceTypes(names, { signal } = {}) {
      try {
        const found: InstanceTypeInfo[] = [];
        for (let from = 0; from < names.length; from += TYPES_PER_CALL) {
          const InstanceTypes = names.slice(from, from + TYPES_PER_CALL) as InstanceTypeName[];
          const answer = await call('unfiltered', signal, () =>
            client.send(new DescribeInstanceTypesCommand({ InstanceTypes }), sendOptions(signal)),
          );
          found.push(...(answer.InstanceTypes ?? []));
        }
        return found;
      } catch (error) {
        const doing = 'describe the instance types';
        throw await failed(error, { code: 'aws-ec2.describe-instance-types-failed', doing }, signal);
      }
    },

    async describeRegions({ allRegions = false } = {}, { signal } = {}) {
      try {
        const { Regions = [] } = await call('unfiltered', signal, () =>
          client.send(new DescribeRegionsCommand({ AllRegions: allRegions }), sendOptions(signal)),
        );
        // There is one always: something else answered.
        if (Regions.length === 0)
          throw new GroundcrewError(
            'aws-ec2.describe-regions-failed',
            'EC2 responded without a region; check the endpoint (--endpoint-url, AWS_ENDPOINT_URL) and HTTPS_PROXY',
            { fault: 'service', details: { reason: 'not-aws' } },
          );
        return Regions.map(({ RegionName = '', OptInStatus = 'opt-in-not-required' }) => ({
          name: RegionName,
          optInStatus: OptInStatus as Ec2Region['optInStatus'],
        }));
      } catch (error) {
        const doing = 'list the regions';
        throw await failed(error, { code: 'aws-ec2.describe-regions-failed', doing }, signal);
      }
    },

    async describeInterfaces(filters, { signal } = {}) {
      try {
        return await readInterfaces(client, call, filters, signal);
      } catch (error) {
        const doing = 'list the network interfaces';
        throw await failed(error, { code: 'aws-ec2.describe-interfaces-failed', doing }, signal);
      }
    },

    async describeNetworks(kind, filters, { signal } = {}) {
      try {
        return await readNetworks(client, call, kind, filters, signal);
      } catch (error) {
        const doing = `list the ${kind === 'vpc' ? 'VPCs' : 'subnets'}`;
        throw await failed(error, { code: 'aws-ec2.describe-networks-failed', doing }, signal);
      }
    },
  };
}
