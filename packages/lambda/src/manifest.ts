/**
 * The one description of a stack: what it stores things in, which functions it runs, how they are
 * wired and what they may do. The SAM template, the CDK stack and the embedded AWS all read it.
 * Everything here is plain data: it can be printed as JSON.
 */

/** A name that a user may change: a template parameter in SAM, a context value in CDK. */
export interface SettingManifest {
  readonly name: string;
  readonly description: string;
  readonly default: string;
  /** An anchored regular expression that a value has to match. */
  readonly pattern?: string;
}

/** A value known when the stack is deployed. */
export type Value =
  | string
  | { readonly setting: string }
  /** A fact of a resource of this stack, by its logical id. */
  | { readonly resource: string; readonly attribute: 'name' | 'arn' | 'url' };

export interface BucketManifest {
  readonly id: string;
  readonly description: string;
  readonly name: Value;
  /** Days after which objects are deleted; left out: kept. */
  readonly expireAfterDays?: number;
}

export interface TableManifest {
  readonly id: string;
  readonly description: string;
  readonly name: Value;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly stream?: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE';
  /** The attribute that holds the time to live, in seconds since 1970. */
  readonly ttlAttribute?: string;
  readonly pointInTimeRecovery: boolean;
}

export interface TopicManifest {
  readonly id: string;
  readonly description: string;
  readonly name: Value;
  /** A setting that holds an e-mail address to subscribe; empty: none. */
  readonly emailSetting?: string;
}

export interface QueueManifest {
  readonly id: string;
  readonly description: string;
  readonly name: Value;
  readonly retentionDays: number;
}

/** An API that is reached over HTTPS. Callers have to sign their requests (IAM): there is no other way in. */
export interface HttpApiManifest {
  readonly id: string;
  readonly description: string;
  /** In an account; and the end of the name of the log group of its requests. */
  readonly name: string;
  /** Of all callers together; what is more is answered with 429. */
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
      /** Logical id of the queue that is told of records given up. */
      readonly failureQueue: string;
    }
  /** EventBridge Scheduler. */
  | {
      readonly type: 'schedule';
      readonly schedules: readonly ScheduleManifest[];
      /** As the IANA database has it: `Asia/Seoul`. */
      readonly timeZone: Value;
      /** `ENABLED`, also where left out, or `DISABLED`: it is there, and does not fire. */
      readonly state?: Value;
      readonly undelivered: Undelivered;
    }
  /** A rule on the default event bus of EventBridge. */
  | { readonly type: 'event-pattern'; readonly pattern: EventPattern; readonly undelivered: Undelivered }
  /** The function is given the request as an event of payload format 2.0. */
  | { readonly type: 'http-api'; readonly api: string; readonly route: HttpRoute }
  /** Nothing: it is only invoked directly. */
  | { readonly type: 'invoke' };

/** One of the times at which a function runs. */
export interface ScheduleManifest {
  /**
   * The end of the schedule's name, which begins with the function's; left out: the function's name is all of it. The
   * event that the function is given names the schedule in `resources`.
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
 * What EventBridge does with an event that Lambda does not take: it was throttled, or the function is gone. What the
 * function itself fails at is an affair of {@link FunctionManifest.asynchronous}.
 */
export interface Undelivered {
  readonly maximumRetryAttempts: number;
  /** 60 to 86,400. */
  readonly maximumEventAgeSeconds: number;
  /** Logical id of the queue that holds what was not delivered. */
  readonly failureQueue: string;
}

/** What a permission is for: one resource of this stack, the function itself, or more. */
export type Target =
  | { readonly bucket: string; readonly scope: 'bucket' | 'objects' }
  | { readonly table: string }
  | { readonly topic: string }
  | { readonly queue: string }
  | { readonly self: true }
  /**
   * All of a kind in this account and region, for what no stack can name: `dynamodb` and `table/*`. The reason is kept
   * for cdk-nag and for readers.
   */
  | { readonly service: string; readonly resources: string; readonly reason: string }
  /** For actions that AWS grants on `*` only; the reason is kept for cdk-nag and for readers. */
  | { readonly all: true; readonly reason: string };

export interface Permission {
  readonly actions: readonly string[];
  readonly on: Target;
}

export interface FunctionManifest {
  /** kebab-case, the folder's name: `load-inventory`. */
  readonly name: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number;
  readonly environment: Readonly<Record<string, Value>>;
  readonly trigger: Trigger;
  /** Asynchronous invocations only: how often Lambda tries again, and where the event goes after that. */
  readonly asynchronous?: {
    readonly maximumRetryAttempts: 0 | 1 | 2;
    readonly maximumEventAgeSeconds: number;
    readonly failureQueue: string;
  };
  readonly permissions: readonly Permission[];
  /**
   * `Allow` for a function that goes on in a new invocation of itself: Lambda otherwise stops such a
   * chain after about 16 (Lambda developer guide, "recursive loop detection").
   */
  readonly recursiveLoop?: 'Allow';
}

export interface AlarmManifest {
  readonly id: string;
  readonly description: string;
  readonly metric:
    | { readonly function: string; readonly name: 'Errors' | 'Throttles' | 'IteratorAge' }
    | { readonly queue: string; readonly name: 'ApproximateNumberOfMessagesVisible' }
    /** A metric that the function itself emits, in the namespace `groundcrew`. */
    | { readonly function: string; readonly name: string; readonly custom: true };
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
  readonly alarms: readonly AlarmManifest[];
  /** Logical id of the topic that alarms publish to, or the setting that holds the ARN of one; empty: nobody is told. */
  readonly alarmTopic: string | { readonly setting: string };
}

/** Where a built function lies: written by `functions/build.ts`, read by the embedded AWS and the templates. */
export interface FunctionBundle {
  readonly name: string;
  /** Absolute path of the folder that is uploaded as the function's code. */
  readonly directory: string;
  /** As Lambda has it: `index.handler`. */
  readonly handler: string;
}
