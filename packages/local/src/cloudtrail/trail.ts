import { createHash } from 'node:crypto';
import { AwsError, type LocalRequest } from '../service.ts';
import type { CallerContext } from '../resource-registry/resource-registry.ts';

/** One management event. */
export interface TrailRecord {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly atMs: number;
  /** `StopInstances` */
  readonly name: string;
  /** `ec2.amazonaws.com` */
  readonly source: string;
  readonly callerArn: string;
  readonly resources: readonly string[];
  readonly errorCode: string | undefined;
}

/** What changed resources, for CloudTrail. */
export interface Trail {
  /** Carries out a call and records it, with the name of its error if it was refused. */
  record<Result>(
    event: Pick<TrailRecord, 'name' | 'source' | 'resources'>,
    caller: CallerContext,
    request: Pick<LocalRequest, 'id'>,
    act: () => Result | Promise<Result>,
  ): Promise<Result>;
  records(accountId: string, region: string): readonly TrailRecord[];
}

/** The newest are kept. */
const MAX_RECORDS = 20_000;

export function createTrail(now: () => number): Trail {
  const all: TrailRecord[] = [];
  return {
    async record(event, { accountId, region, callerArn }, { id }, act) {
      const base = { ...event, accountId, region, callerArn, atMs: now(), id: uuidOf(id) };
      const add = (errorCode?: string) => {
        all.push({ ...base, errorCode });
        if (all.length > MAX_RECORDS) all.splice(0, MAX_RECORDS / 10);
      };
      try {
        const result = await act();
        add();
        return result;
      } catch (error) {
        if (error instanceof AwsError) add(error.code);
        throw error;
      }
    },
    records: (accountId, region) =>
      all.filter((record) => record.accountId === accountId && record.region === region),
  };
}

/** An event has an id of its own, which is a UUID. */
function uuidOf(requestId: string): string {
  const hex = createHash('sha256').update(requestId).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
