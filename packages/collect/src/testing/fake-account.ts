import type { Ec2Region } from '@groundcrew/aws/ec2';
import type { TaggableKind, TaggableResource } from '@groundcrew/aws/ec2/tagging';
import { type ErrorCode, GroundcrewError } from '@groundcrew/errors';
import type { Tags } from '@groundcrew/account';
import type { AccountClients } from '../account-clients.ts';
import type { CollectDeps } from '../deps.ts';
import type { RegionalType } from '../listed-types.ts';

export const ACCOUNT_ID = '111122223333';

/** What a call returns, or fails with. */
export type Answer<Value> = Value | Error;

/** One region as a test has it. */
export interface FakeRegion {
  readonly optInStatus?: Ec2Region['optInStatus'];
  readonly ec2?: Partial<Record<TaggableKind, Answer<readonly Partial<TaggableResource>[]>>>;
  /** ARNs by type; names of tables. */
  readonly listed?: Partial<Record<RegionalType, Answer<readonly string[]>>>;
  /** What GetResources returns, by ARN; then its error, if any. */
  readonly tagged?: Readonly<Record<string, Tags>>;
  readonly taggedError?: Error;
  /** The tags that services return, by ARN; `{}` for others. */
  readonly native?: Readonly<Record<string, Answer<Tags>>>;
}

export interface FakeAccount {
  readonly regions: Readonly<Record<string, FakeRegion>>;
  /** Region by name of the bucket; empty: S3 does not return it. */
  readonly buckets?: Answer<Readonly<Record<string, string>>>;
  readonly bucketRegion?: Answer<string>;
  readonly regionsError?: Error;
  readonly identityError?: Error;
}

/** Identical accounts; records the calls, as `eu-west-1 describe ec2:volume`. */
export function createFakeAccount(fake: FakeAccount) {
  const calls: string[] = [];
  const clientsFor = (_: string | undefined, region: string): AccountClients => {
    const here = fake.regions[region] ?? {};
    const note = (call: string) => void calls.push(`${region} ${call}`);
    async function* pageOf<Item>(call: string, answer: Answer<readonly Item[]> = []) {
      note(call);
      if (answer instanceof Error) throw answer;
      if (answer.length > 0) yield answer;
    }
    const list = (type: RegionalType) => pageOf(`list ${type}`, here.listed?.[type]);
    async function* listAs<Item>(type: RegionalType, make: (arn: string, name: string) => Item) {
      for await (const arns of list(type)) yield arns.map((arn) => make(arn, arn.split(':').at(-1)!));
    }
    const native = async (arn: string): Promise<Tags> => {
      note(`tags of ${arn}`);
      return orThrow(here.native?.[arn] ?? {});
    };
    return {
      ec2: {
        describeRegions: async () => {
          if (fake.regionsError) throw fake.regionsError;
          return Object.entries(fake.regions).map(([name, { optInStatus = 'opted-in' }]) => ({
            name,
            optInStatus,
          }));
        },
        async *describeTaggable(kind, { ids } = {}) {
          for await (const page of pageOf(`describe ${kind}`, here.ec2?.[kind])) {
            const full = page.map((one) => ({ kind, id: 'i-1', tags: {}, parents: {}, ...one }));
            yield ids ? full.filter(({ id }) => ids.includes(id)) : full;
          }
        },
        createTags: refuse,
        deleteTags: refuse,
      },
      tagging: {
        async *getResources({ types } = {}) {
          note(`get ${types?.join() ?? ''}`);
          yield Object.entries(here.tagged ?? {}).map(([arn, tags]) => ({ arn, tags }));
          if (here.taggedError) throw here.taggedError;
        },
        tagResources: refuse,
        untagResources: refuse,
      },
      s3: {
        async *listBuckets() {
          note('list s3:bucket');
          const buckets = Object.entries(orThrow(fake.buckets ?? {}));
          yield buckets.map(([name, region]) => ({ name, ...(region && { region: region }) }));
        },
        bucketRegion: async () => orThrow(fake.bucketRegion ?? 'us-east-1'),
        bucketTags: (name) => native(`arn:aws:s3:::${name}`),
      },
      dynamodb: { listTables: () => list('dynamodb:table'), tableTags: native },
      lambda: {
        listFunctions: () => listAs('lambda:function', (arn, name) => ({ arn, name })),
        functionTags: native,
      },
      sns: { listTopics: () => list('sns:topic'), topicTags: native },
      sqs: {
        listQueues: () => listAs('sqs:queue', (arn, name) => ({ arn, name, url: arn })),
        queueUrl: async (name) => `arn:aws:sqs:${region}:${ACCOUNT_ID}:${name}`,
        queueTags: native,
      },
      lists: { list: (type) => listAs(type, (arn) => ({ arn })) },
      logs: {
        listLogGroups: () => listAs('logs:log-group', (arn, name) => ({ arn, name })),
        logGroupTags: native,
      },
    };
  };
  const deps: CollectDeps = {
    currentRegion: Object.keys(fake.regions)[0]!,
    clientsFor,
    identityOf: async (number = ACCOUNT_ID) => {
      if (fake.identityError) throw fake.identityError;
      return { accountId: number, alias: 'shop' };
    },
    now: () => Date.parse('2026-11-21T09:00:00Z'),
  };
  return { deps, calls, clientsFor };
}

/** An error of floor 2 for this reason. */
export function failure(
  reason: string,
  awsError = 'Failure',
  code: ErrorCode = 'aws-sqs.list-failed',
): GroundcrewError {
  return new GroundcrewError(code, `no: ${reason}`, { details: { reason, awsError } });
}

function orThrow<Value>(answer: Answer<Value>): Value {
  if (answer instanceof Error) throw answer;
  return answer;
}

async function refuse(): Promise<never> {
  throw new Error('a collection changes nothing');
}
