import {
  type AutoScaling,
  createAutoScaling,
  createAutoScalingClient,
  createAutoScalingLimiters,
} from '@groundcrew/aws/autoscaling';
import {
  createEc2Client,
  createEc2Instances,
  createEc2Limiters,
  createEc2Power,
  type Ec2Instances,
  type Ec2Power,
} from '@groundcrew/aws/ec2';
import { createRds, createRdsClient, createRdsLimiters, type Rds } from '@groundcrew/aws/rds';
import type { ConnectionSettings } from '@groundcrew/aws-core';

export type ScheduleEc2 = Pick<Ec2Instances, 'describeInstances' | 'describeRegions'> & Ec2Power;

/** The services whose resources are on schedules, of an account (default: the caller's own) in a region. */
export interface ScheduleServices {
  ec2For(accountId: string | undefined, region: string): ScheduleEc2;
  rdsFor(accountId: string | undefined, region: string): Rds;
  autoScalingFor(accountId: string | undefined, region: string): AutoScaling;
}

export interface ServicesDeps {
  readonly connectionTo: (accountId: string | undefined, region: string) => ConnectionSettings;
  /** Of the rate limiters. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Of backoffs; default: `Math.random`. */
  readonly random?: () => number;
  /** Called with what closes a client. */
  readonly onClient?: (close: () => void) => void;
}

/** A client for each service in each region of each account, made when it is first needed, with one limiter each. */
export function createServices({
  connectionTo,
  now,
  sleep,
  random = Math.random,
  onClient,
}: ServicesDeps): ScheduleServices {
  const clock = { now, sleep };
  const limiters = {
    ec2: createEc2Limiters(clock),
    rds: createRdsLimiters(clock),
    autoScaling: createAutoScalingLimiters(clock),
  };
  const shared = { random, sleep };

  function once<Service>(
    make: (accountId: string | undefined, region: string) => Service,
  ): (accountId: string | undefined, region: string) => Service {
    const made = new Map<string, Service>();
    return (accountId, region) => {
      const key = `${accountId ?? ''} ${region}`;
      const service = made.get(key) ?? make(accountId, region);
      made.set(key, service);
      return service;
    };
  }

  function open<Client extends { destroy(): void }>(client: Client): Client {
    onClient?.(() => client.destroy());
    return client;
  }

  return {
    ec2For: once((accountId, region) => {
      const client = open(createEc2Client(connectionTo(accountId, region)));
      const settings = { client, limiter: limiters.ec2(accountId ?? '', region), ...shared };
      return { ...createEc2Instances(settings), ...createEc2Power(settings) };
    }),
    rdsFor: once((accountId, region) => {
      const client = open(createRdsClient(connectionTo(accountId, region)));
      return createRds({ client, limiter: limiters.rds(accountId ?? '', region), ...shared });
    }),
    autoScalingFor: once((accountId, region) => {
      const client = open(createAutoScalingClient(connectionTo(accountId, region)));
      return createAutoScaling({ client, limiter: limiters.autoScaling(accountId ?? '', region), ...shared });
    }),
  };
}
