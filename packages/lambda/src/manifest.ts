import type { DashboardManifest, MetricSource, StateMachineMetric } from './metric-source.ts';
import type { StateMachineDefinition } from './state-machine.ts';

/**
 * The one description of a stack: its storage, its functions, their triggers and their permissions. The SAM
 * template, the CDK stack and the embedded AWS all read it. Everything here is plain data that can be printed as
 * JSON.
 */

/** A value that a user may change: a template parameter in SAM, a context value in CDK. */
export interface SettingManifest {
  readonly name: string;
  readonly description: string;
  readonly default: string;
  /** A regular expression that the whole value has to match. */
  readonly pattern?: string;
}

/** A value that is known when the stack is deployed. */
export type Value =
  | string
  | { readonly setting: string }
  /** An attribute of a resource of this stack, by its logical id. */
  | { readonly resource: string; readonly attribute: 'name' | 'arn' | 'url' };

export interface BucketManifest {
  readonly id: string;
  readonly description: string;
  readonly name: Value;
  /** Days after which objects are deleted; default: never. */
  readonly expireAfterDays?: number;
}

export interface TableManifest {
  readonly id: string;
  readonly description: string;
  readonly name: Value;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly stream?: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE';
  /** The attribute with the time to live, in seconds since 1970. */
  readonly ttlAttribute?: string;
  readonly pointInTimeRecovery: boolean;
}

export interface TopicManifest {
  readonly id: string;
  readonly description: string;
  readonly name: Value;
  /** A setting with an e-mail address to subscribe; empty: none. */
  readonly emailSetting?: string;
}

export interface QueueManifest {
  readonly id: string;
  readonly description: string;
  readonly name: Value;
  readonly retentionDays: number;
}

/** An HTTPS API. Callers have to sign their requests (IAM); there is no other authentication. */
export interface HttpApiManifest {
  readonly id: string;
  readonly description: string;
  /** Unique in an account; also the end of the name of the access log group. */
  readonly name: string;
  /** Limit for all callers together; requests above it get status 429. */
  readonly throttle: { readonly requestsPerSecond: number; readonly burst: number };
}

/** A method, or `ANY`, and a path without parameters: `GET /instances`. */
export type HttpRoute = `${'ANY' | 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

export type Trigger =
  | { readonly type: 's3-object-created'; readonly bucket: string; readonly prefix?: string }
  | {
      readonly type: 'dynamodb-stream';
      readonly table: string;
      readonly batchSize: number;
      readonly windowSeconds: number;
      readonly parallelizationFactor: number;
      readonly bisectOnError: boolean;
      readonly maximumRetryAttempts: number;
      readonly maximumRecordAgeSeconds: number;
      readonly onFailure: StreamFailureDestination;
    }
  /** EventBridge Scheduler. */
  | {
      readonly type: 'schedule';
      readonly schedules: readonly ScheduleManifest[];
      /** An IANA name: `Asia/Seoul`. */
      readonly timeZone: Value;
      /** Default: `ENABLED`. With `DISABLED` it is created but does not fire. */
      readonly state?: Value;
      readonly undelivered: Undelivered;
    }
  /** A rule on the default event bus of EventBridge. */
  | { readonly type: 'event-pattern'; readonly pattern: EventPattern; readonly undelivered: Undelivered }
  /** The function receives the request as an event of payload format 2.0. */
  | { readonly type: 'http-api'; readonly api: string; readonly route: HttpRoute }
  /** No trigger: the function is only invoked directly. */
  | { readonly type: 'invoke' };

/**
 * Where Lambda sends what it gave up of a stream, by a logical id: a bucket receives the records, a queue their position in the
 * stream (Lambda Developer Guide, "Retain discarded records for a DynamoDB event source in Lambda").
 */
export type StreamFailureDestination = { readonly bucket: string } | { readonly queue: string };

/** One schedule of a function. */
export interface ScheduleManifest {
  /**
   * The end of the schedule's name, which starts with the function's name; without it, the function's name is the
   * whole
   * name. The event for the function contains the schedule's name in `resources`.
   */
  readonly name?: string;
  /** `cron(0 9 ? * MON *)`, `rate(1 day)` */
  readonly expression: Value;
}

/** Matches an event by its fields (EventBridge user guide, "Creating Amazon EventBridge event patterns"). */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly unknown[];
}

/**
 * What EventBridge does with an event that Lambda does not accept, because it throttles or the function is gone.
 * For
 * errors of the function itself see {@link FunctionManifest.asynchronous}.
 */
export interface Undelivered {
  readonly maximumRetryAttempts: number;
  /** 60 to 86,400. */
  readonly maximumEventAgeSeconds: number;
  /** Logical id of the queue for events that were not delivered. */
  readonly failureQueue: string;
}

/** The target of a permission: one resource of this stack, the function itself, or more. */
export type Target =
  | { readonly bucket: string; readonly scope: 'bucket' | 'objects' }
  | { readonly table: string }
  | { readonly topic: string }
  | { readonly queue: string }
  | { readonly self: true }
  /**
   * All resources of a kind in this account and region, if a stack can't name them: `dynamodb` and `table/*`. The
   * reason
   * is for cdk-nag and for readers.
   */
  | {
      readonly service: string;
      readonly resources: string;
      /** Their ARNs have no account, as those of `snapshot/*` and `image/*` of `ec2`. */
      readonly withoutAccount?: true;
      /** In every region, for a function that works in others too. */
      readonly inEveryRegion?: true;
      readonly reason: string;
    }
  /** The roles of this name in any account. */
  | { readonly role: Value; readonly reason: string }
  /** For actions that AWS grants on `*` only; the reason is for cdk-nag and for readers. */
  | { readonly all: true; readonly reason: string };

export interface Permission {
  readonly actions: readonly string[];
  readonly on: Target;
}

export interface FunctionManifest {
  /** kebab-case, the name of its folder: `load-inventory`. */
  readonly name: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number;
  readonly environment: Readonly<Record<string, Value>>;
  readonly trigger: Trigger;
  /** For asynchronous invocations: how often Lambda retries, and where the event goes after that. */
  readonly asynchronous?: {
    readonly maximumRetryAttempts: 0 | 1 | 2;
    readonly maximumEventAgeSeconds: number;
    readonly failureQueue: string;
  };
  readonly permissions: readonly Permission[];
  /**
   * `Allow` for a function that continues in a new invocation of itself: Lambda otherwise stops such a
   * chain after about 16 (Lambda developer guide, "recursive loop detection").
   */
  readonly recursiveLoop?: 'Allow';
}

/** The target of a permission of a state machine: also a function of its stack. */
export type StateMachineTarget = Exclude<Target, { readonly self: true }> | { readonly function: string };

/** A Standard workflow of Step Functions. */
export interface StateMachineManifest {
  /** kebab-case: `backfill-inventory`. */
  readonly name: string;
  readonly description: string;
  readonly definition: StateMachineDefinition;
  /** What `${…}` in the definition's texts stands for (CloudFormation's `DefinitionSubstitutions`); a function is its ARN. */
  readonly substitutions: Readonly<Record<string, Value | { readonly function: string }>>;
  /** What its states need; what Distributed Map and logging need is added: `stateMachineGrantsOf`. */
  readonly permissions: readonly {
    readonly actions: readonly string[];
    readonly on: StateMachineTarget;
  }[];
  /**
   * Which events of the history of its executions go to CloudWatch Logs, each a line, and whether with their data.
   * Those of the children of a Distributed Map are among them.
   */
  readonly logging: {
    readonly level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
    readonly includeExecutionData: boolean;
  };
}

export interface AlarmManifest {
  readonly id: string;
  readonly description: string;
  readonly metric: MetricSource | StateMachineMetric;
  readonly statistic: 'Sum' | 'Maximum';
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
}

export interface StackManifest {
  readonly name: string;
  readonly description: string;
  readonly settings: readonly SettingManifest[];
  readonly buckets: readonly BucketManifest[];
  readonly tables: readonly TableManifest[];
  readonly topics: readonly TopicManifest[];
  readonly queues: readonly QueueManifest[];
  readonly apis: readonly HttpApiManifest[];
  readonly functions: readonly FunctionManifest[];
  readonly stateMachines: readonly StateMachineManifest[];
  readonly alarms: readonly AlarmManifest[];
  readonly dashboard?: DashboardManifest;
  /** Logical id of the topic for alarms, or the setting that contains the ARN of one; empty: no notification. */
  readonly alarmTopic: string | { readonly setting: string };
}

/** The location of a built function: written by `functions/build.ts`, read by the embedded AWS and the templates. */
export interface FunctionBundle {
  readonly name: string;
  /** Absolute path of the folder that is uploaded as the function's code. */
  readonly directory: string;
  /** In Lambda's notation: `index.handler`. */
  readonly handler: string;
  /** Folder in which the embedded AWS lets Node keep what it has compiled of the function; left out: nowhere. */
  readonly compileCache?: string;
  /** Folder of files that stand for those of the same name in `directory`, which only refer to them; left out: none do. */
  readonly sharedParts?: string;
}
