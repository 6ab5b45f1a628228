import type { Bill } from './cost-explorer/index.ts';
import type { FunctionBundle, StackManifest } from '@groundcrew/lambda';
import type { LocalAccounts } from './account/index.ts';
import type { Clock } from './clock.ts';
import type { Item } from './dynamodb/item.ts';
import type { WireRecord } from './dynamodb/stream-record.ts';
import type { Ec2BucketRates, InstanceDelays, NetworkDelays, NetworkQuotas } from './ec2/index.ts';
import type { LoadBalancerDelays, TargetRule } from './elbv2/index.ts';
import type { BusEvent, DeliveredEvent } from './event-bus/index.ts';
import type { OnEvent } from './events.ts';
import type { FaultOptions } from './faults/options.ts';
import type { StartEnvironment } from './lambda/execution-environment.ts';
import type { FunctionOverride } from './lambda/functions.ts';
import type { DatabaseDelays } from './rds/index.ts';
import type { RecordedCall } from './recorder.ts';
import type { DnsDelays } from './route53/index.ts';
import type { PublishedMessage } from './sns/index.ts';
import type { QueueMessage } from './sqs/index.ts';
import type { Tags } from './tags/index.ts';

export interface LocalOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** `HOST:PORT` of this machine that SNS may post messages to: `localhost:3000`; default: none. */
  readonly allowEndpoints?: readonly string[];
  /** Names of this machine in `Host`, besides localhost and 127.0.0.1: `host.docker.internal`. */
  readonly allowHosts?: readonly string[];
  /** Folder for all state; omitted: in memory. */
  readonly dataDir?: string;
  /** Default: `us-east-1`. */
  readonly region?: string;
  /** Default: the first of `accounts`, or `000000000000`. */
  readonly accountId?: string;
  /** Accounts with instances, roles and regions; omitted: one empty account. */
  readonly accounts?: LocalAccounts;
  /** Whether EC2 refuses calls beyond its token buckets; `true`: at the rates that AWS documents; default: `false`. */
  readonly ec2Buckets?: boolean | Ec2BucketRates;
  /** How long instances take to start and to stop; default: 20 and 40 s. */
  readonly instanceDelays?: InstanceDelays;
  /** How many of each kind of network resource a region may have; default: as in a new account. */
  readonly networkQuotas?: Partial<NetworkQuotas>;
  /** How long NAT gateways take to be available and to be deleted; default: 60 and 45 s. */
  readonly networkDelays?: NetworkDelays;
  /** How long databases take to start and to stop; default: 5 and 3 minutes. */
  readonly databaseDelays?: DatabaseDelays;
  /** How long load balancers take to be active, and their network interfaces to go; default: 60 and 30 s. */
  readonly loadBalancerDelays?: LoadBalancerDelays;
  /** What the health checks of load balancers find; default: they pass. */
  readonly targetRule?: TargetRule;
  /** How long changes of Route 53 are pending; default: 30 s. */
  readonly dnsDelays?: DnsDelays;
  /**
   * A FOCUS file (`.csv`, `.csv.gz`) with the data of Cost Explorer, or one that was read, and the number of groups per
   * page; omitted: no data.
   */
  readonly bill?: string | Bill | { readonly path: string; readonly pageSize?: number };
  /** Resources to create and triggers to wire; omitted: none. */
  readonly stack?: StackManifest;
  /** The code of the stack's functions. */
  readonly bundles?: readonly FunctionBundle[];
  /** Values of the stack's settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Default: the system clock. Time limits of functions always use the system clock. */
  readonly clock?: Clock;
  /** Delays before the retries of asynchronous invocations (60,000 and 120,000) and of stream batches. */
  readonly retryDelaysMs?: readonly number[];
  /** By function name. */
  readonly functions?: Readonly<Record<string, FunctionOverride>>;
  /** How the functions' execution environments are started; default: each is a worker. For tests. */
  readonly startEnvironment?: StartEnvironment;
  /** Faults to inject. */
  readonly faults?: FaultOptions;
  /** Called for each event as it happens. It must not throw. */
  readonly onEvent?: OnEvent;
}

export interface IdleOptions {
  /** Rejects with `local.busy` after this time; omitted: no limit. */
  readonly timeoutMs?: number;
  /** Don't wait for retries and batching windows that wait for the clock. */
  readonly ignoreWaiting?: boolean;
}

/** A change of an item, in DynamoDB's JSON. */
export interface TableChange {
  /** Absent: there was none. */
  readonly old: Item | undefined;
  /** Absent: it was deleted. */
  readonly item: Item | undefined;
}

/** A running embedded AWS. */
export interface LocalAws {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Environment variables that point any SDK and the `aws` command to it. */
  environment(): Record<string, string>;
  /** Names by the logical ids of the stack. */
  readonly resources: {
    readonly bucketName: (id: string) => string;
    readonly tableName: (id: string) => string;
    readonly topicArn: (id: string) => string;
    readonly queueUrl: (id: string) => string;
    /** Base URL of its routes. */
    readonly apiUrl: (id: string) => string;
    readonly functionName: (name: string) => string;
    readonly stateMachineArn: (name: string) => string;
  };
  /** Resolves when nothing is running, queued, unread or in delivery. */
  idle(options?: IdleOptions): Promise<void>;
  /** All calls so far (of very many identical ones: the first and the last), oldest first. */
  readonly calls: () => readonly RecordedCall[];
  /** Requests so far by the action of each: `ec2:CreateTags`. */
  requestCounts(): ReadonlyMap<string, number>;
  /** The services, by their names, and the operations that each serves. */
  services(): readonly { readonly name: string; readonly operations: readonly string[] }[];
  /** The stream records of a table (its name or logical id), as functions receive them. */
  streamRecords(table: string): readonly WireRecord[];
  /**
   * Calls back for each change of a table with a stream (its name or logical id) as it is committed; the returned function
   * ends it. It reads no shard: for the functions it does not count as a reader of the stream.
   */
  watchTable(table: string, listener: (change: TableChange) => void): () => void;
  /** How old the oldest stream record is that a function has not processed yet, in milliseconds; 0: none waits. */
  streamAgeMs(): number;
  /** The messages published to a topic (its ARN, name or logical id) since the start, oldest first. */
  published(topic: string): readonly PublishedMessage[];
  /** The messages in a queue (its name or logical id), oldest first, including received but not deleted ones. */
  messages(queue: string): readonly QueueMessage[];
  /** The keys of the objects in a bucket (its name or logical id), without those that were deleted. */
  objectKeys(bucket: string): readonly string[];
  /** Sends an event to the functions whose patterns it matches; sources reserved for AWS are allowed. */
  deliverEvent(event: BusEvent): DeliveredEvent;
  /** Replaces the faults; omitted: none. Functions stay loaded. */
  setFaults(faults?: FaultOptions): void;
  /** Kills the running invocations of a function, or of all, as a crash would. */
  kill(functionName?: string): Promise<void>;
  /** A resource's current tags; none if the resource does not exist. */
  readonly tagsOf: (arn: string) => Tags;
  /** Number of requests to Cost Explorer so far that AWS would charge for. */
  readonly paidRequests: () => number;
  /** Stops everything and releases all resources. */
  close(): Promise<void>;
}
