import type { FunctionBundle, StackManifest } from '@groundcrew/lambda';
import type { LocalAccounts } from './account/index.ts';
import type { Clock } from './clock.ts';
import type { WireRecord } from './dynamodb/stream-record.ts';
import type { Ec2BucketRates } from './ec2/index.ts';
import type { BusEvent, DeliveredEvent } from './event-bus/index.ts';
import type { OnEvent } from './events.ts';
import type { FaultOptions } from './faults/options.ts';
import type { FunctionOverride } from './lambda/functions.ts';
import type { RecordedCall } from './recorder.ts';
import type { PublishedMessage } from './sns/index.ts';
import type { QueueMessage } from './sqs/index.ts';
import type { Tags } from './tags/index.ts';

export interface LocalOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Folder in which everything is kept; left out: in memory. */
  readonly dataDir?: string;
  /** `us-east-1` unless said otherwise. */
  readonly region?: string;
  /** The first of `accounts`, or `000000000000`, unless said otherwise. */
  readonly accountId?: string;
  /** Accounts with instances, roles and regions; left out: one that has none. */
  readonly accounts?: LocalAccounts;
  /** Whether EC2 refuses calls beyond its token buckets; `true`: at the rates that AWS documents. `false` unless said otherwise. */
  readonly ec2Buckets?: boolean | Ec2BucketRates;
  /**
   * A FOCUS file (`.csv`, `.csv.gz`) that Cost Explorer answers out of, and how many groups a page of its answers has;
   * left out: it has no data.
   */
  readonly bill?: string | { readonly path: string; readonly pageSize?: number };
  /** What to create and to wire; left out: nothing. */
  readonly stack?: StackManifest;
  /** The code of the stack's functions. */
  readonly bundles?: readonly FunctionBundle[];
  /** Values of the stack's settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The system's clock unless tests give one that they move. Functions' time limits are by the system's. */
  readonly clock?: Clock;
  /** Waits before the retries of asynchronous invocations (60,000 and 120,000) and of stream batches. */
  readonly retryDelaysMs?: readonly number[];
  /** By function name. */
  readonly functions?: Readonly<Record<string, FunctionOverride>>;
  /** What is to go wrong. */
  readonly faults?: FaultOptions;
  /** Told what happens, as it happens. It must not throw. */
  readonly onEvent?: OnEvent;
}

export interface IdleOptions {
  /** Rejects with `local.busy` after this long; left out: waits as long as it takes. */
  readonly timeoutMs?: number;
  /** Don't wait for retries and batching windows that wait for the clock. */
  readonly ignoreWaiting?: boolean;
}

/** A running embedded AWS. */
export interface LocalAws {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Variables by which any SDK and the `aws` command find it. */
  environment(): Record<string, string>;
  /** Names by the logical ids of the stack. */
  readonly resources: {
    readonly bucketName: (id: string) => string;
    readonly tableName: (id: string) => string;
    readonly topicArn: (id: string) => string;
    readonly queueUrl: (id: string) => string;
    /** Its routes' paths follow it. */
    readonly apiUrl: (id: string) => string;
    readonly functionName: (name: string) => string;
  };
  /** Resolves when nothing is running, queued, unread or on its way. */
  idle(options?: IdleOptions): Promise<void>;
  /** Every call so far (of very many that are alike: the first and the last), oldest first. */
  readonly calls: () => readonly RecordedCall[];
  /** The commit log of a table (its name or logical id) that has a stream, as functions are given it. */
  streamRecords(table: string): readonly WireRecord[];
  /** What a topic (its ARN, name or logical id) took since the start, oldest first. */
  published(topic: string): readonly PublishedMessage[];
  /** What lies in a queue (its name or logical id), oldest first, also what was received and not deleted. */
  messages(queue: string): readonly QueueMessage[];
  /** Sends an event to the functions whose patterns it matches, also one of a source that only AWS may send. */
  deliverEvent(event: BusEvent): DeliveredEvent;
  /** From now on these faults, and no others; left out: none. Functions stay loaded. */
  setFaults(faults?: FaultOptions): void;
  /** Kills what runs of a function, or of all, as a crash would. */
  kill(functionName?: string): Promise<void>;
  /** A resource's tags as they are now; none where there is no such resource. */
  readonly tagsOf: (arn: string) => Tags;
  /** Requests to Cost Explorer so far that AWS would charge for. */
  readonly paidRequests: () => number;
  /** Stops everything; nothing is left open. */
  close(): Promise<void>;
}
