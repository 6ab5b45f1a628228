import type { MapState, Retrier, StateMachineManifest } from '@groundcrew/lambda';

/** Of Lambda itself, not of the function (Step Functions developer guide, "Handle transient Lambda service exceptions"). */
const lambdaErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
];

const retryLambda: Retrier = {
  ErrorEquals: lambdaErrors,
  IntervalSeconds: 2,
  MaxAttempts: 8,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

/** A function that failed continues where its last checkpoint was. */
const retryAll: Retrier = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 5,
  MaxAttempts: 6,
  BackoffRate: 2,
  MaxDelaySeconds: 120,
  JitterStrategy: 'FULL',
};

/** What another attempt cannot change; the name of a function's error is its code. */
const neverRetry: Retrier = {
  ErrorEquals: [
    'inventory.backfill.unguarded',
    'inventory.backfill.full-exports',
    'inventory.backfill.unknown',
    'inventory.backfill.event-unknown',
    'lambda.setting.missing',
    'lambda.setting.invalid',
    'aws-s3.access-denied',
    'aws-s3.bucket.not-found',
  ],
  MaxAttempts: 0,
};

/** Longer than the function may take. */
const TASK_TIMEOUT_SECONDS = 960;

const invoke = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  ResultPath: '$.outcome',
  TimeoutSeconds: TASK_TIMEOUT_SECONDS,
} as const;

const writeResults = {
  Resource: 'arn:aws:states:::s3:putObject',
  Parameters: { Bucket: '${RejectsBucket}', 'Prefix.$': '$.work.resultsKey' },
} as const;

interface MapParts {
  readonly label: string;
  /** Where the key of its items is in the input: an object of JSON Lines. */
  readonly linesKey: string;
  /** What its children do, `Split`, with the function of that name. */
  readonly call: 'Split' | 'Reduce';
  /** What is done then, `split`. */
  readonly called: string;
}

/**
 * What both maps have in common: each child calls its function until it does not return `continued`, which is that its time ran
 * out.
 */
function mapOf({
  label,
  linesKey,
  call,
  called,
}: MapParts): Pick<MapState, 'Type' | 'Label' | 'ItemReader' | 'ItemProcessor' | 'ResultWriter'> {
  const question = `Is it ${called}?`;
  const end = `Is ${called}`;
  return {
    Type: 'Map',
    Label: label,
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Parameters: { Bucket: '${RejectsBucket}', 'Key.$': linesKey },
    },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: call,
      States: {
        [call]: {
          ...invoke,
          Parameters: { FunctionName: `\${${call}Function}`, 'Payload.$': '$' },
          ResultSelector: { 'status.$': '$.Payload.status' },
          Retry: [retryLambda, retryAll],
          Next: question,
        },
        [question]: {
          Type: 'Choice',
          Choices: [{ Variable: '$.outcome.status', StringEquals: 'continued', Next: call }],
          Default: end,
        },
        [end]: { Type: 'Succeed' },
      },
    },
    ResultWriter: writeResults,
  };
}

/**
 * A backfill: a map over the files, which splits their rows into parts by the shelves, and a map over the parts, which puts the
 * newest row of each shelf. A function that runs out of time is called again here, never by itself: what is stopped has stopped.
 */
export const backfillInventory: StateMachineManifest = {
  name: 'backfill-inventory',
  description: 'Puts the last count of each shelf in many old stock files into the table, once',
  definition: {
    Comment: 'Started by groundcrew inventory backfill',
    StartAt: 'Check',
    States: {
      Check: {
        ...invoke,
        Comment: 'Whether live uploads may continue meanwhile; what it refuses is not tried again',
        Parameters: { FunctionName: '${ReduceFunction}', Payload: { step: 'check', 'name.$': '$.name' } },
        ResultSelector: {
          'name.$': '$.Payload.name',
          'concurrency.$': '$.Payload.concurrency',
          'filesPerCall.$': '$.Payload.filesPerCall',
          'filesKey.$': '$.Payload.filesKey',
          'partsKey.$': '$.Payload.partsKey',
          'resultsKey.$': '$.Payload.resultsKey',
        },
        ResultPath: '$.work',
        Retry: [neverRetry, retryLambda, retryAll],
        Next: 'Split files',
      },
      'Split files': {
        ...mapOf({ label: 'SplitFiles', linesKey: '$.work.filesKey', call: 'Split', called: 'split' }),
        ItemBatcher: {
          MaxItemsPerBatchPath: '$.work.filesPerCall',
          BatchInput: { 'name.$': '$.work.name' },
        },
        MaxConcurrencyPath: '$.work.concurrency',
        // A file that its function dies of is reported; if many fail, something else is wrong.
        ToleratedFailurePercentage: 20,
        ResultPath: '$.split',
        Next: 'Gather',
      },
      Gather: {
        ...invoke,
        Parameters: {
          FunctionName: '${ReduceFunction}',
          Payload: { step: 'gather', 'name.$': '$.work.name' },
        },
        ResultSelector: {
          'concurrency.$': '$.Payload.concurrency',
          'files.$': '$.Payload.files',
          'failed.$': '$.Payload.failed',
          'parts.$': '$.Payload.parts',
        },
        ResultPath: '$.gathered',
        Retry: [retryLambda, retryAll],
        Next: 'Is there a part?',
      },
      'Is there a part?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.gathered.parts', NumericEquals: 0, Next: 'Done' }],
        Default: 'Reduce parts',
      },
      'Reduce parts': {
        ...mapOf({ label: 'ReduceParts', linesKey: '$.work.partsKey', call: 'Reduce', called: 'reduced' }),
        ItemSelector: {
          step: 'reduce',
          'name.$': '$.work.name',
          'part.$': '$$.Map.Item.Value.part',
        },
        MaxConcurrencyPath: '$.gathered.concurrency',
        ResultPath: '$.reduced',
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
    },
  },
  substitutions: {
    RejectsBucket: { resource: 'RejectsBucket', attribute: 'name' },
    SplitFunction: { function: 'split-stock-file' },
    ReduceFunction: { function: 'reduce-shelves' },
  },
  permissions: [
    { actions: ['lambda:InvokeFunction'], on: { function: 'split-stock-file' } },
    { actions: ['lambda:InvokeFunction'], on: { function: 'reduce-shelves' } },
    // The lists of files and parts are read, what the children return is written (developer guide, "IAM policies for using
    // Distributed Map states").
    {
      actions: ['s3:GetObject', 's3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      on: { bucket: 'RejectsBucket', scope: 'objects' },
    },
  ],
  // Step Functions keeps the history of each execution for 90 days; deliveries of logs need permissions on everything.
  logging: { level: 'OFF', includeExecutionData: false },
};
