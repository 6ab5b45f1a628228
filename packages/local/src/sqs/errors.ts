import { AwsError } from '../service.ts';

/** Error names of both SQS protocols: the modeled name, and the code of the old protocol. */
function sqsError(name: string, message: string, code: string = name): AwsError {
  return new AwsError(400, `com.amazonaws.sqs#${name}`, message, {
    headers: { 'x-amzn-query-error': `${code};Sender` },
  });
}

export const noSuchQueue = (queue: string) =>
  sqsError(
    'QueueDoesNotExist',
    `The specified queue does not exist: "${queue}"; create it, or check its name, region and account`,
    'AWS.SimpleQueueService.NonExistentQueue',
  );

export const queueExists = (queue: string, attribute: string) =>
  sqsError(
    'QueueNameExists',
    `A queue already exists with the name "${queue}" and a different value for attribute ${attribute}`,
    'QueueAlreadyExists',
  );

export const invalidValue = (message: string) =>
  sqsError('InvalidParameterValueException', message, 'InvalidParameterValue');

export const missingParameter = (name: string) =>
  sqsError(
    'MissingRequiredParameterException',
    `The request must contain the parameter ${name}.`,
    'MissingParameter',
  );

export const invalidAttribute = (name: string, message: string) =>
  sqsError('InvalidAttributeName', `Unknown attribute "${name}": ${message}`);

export const invalidAttributeValue = (name: string, value: string, message: string) =>
  sqsError('InvalidAttributeValue', `Invalid value "${value}" for the attribute ${name}: ${message}`);

export const invalidArn = (parameter: string) =>
  invalidValue(
    `You must use this format to specify the ${parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
  );

export const noSuchResource = (parameter: string) =>
  sqsError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );

export const noSuchTask = () => sqsError('ResourceNotFoundException', 'Task does not exist.');

export const unsupportedOperation = (message: string) =>
  sqsError('UnsupportedOperation', message, 'AWS.SimpleQueueService.UnsupportedOperation');

export const invalidContents = (message: string) => sqsError('InvalidMessageContents', message);

export const invalidHandle = (handle: string) =>
  sqsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);

export const overLimit = (most: number) =>
  sqsError('OverLimit', `The queue has ${most} messages in flight, which is the limit.`);

export const notInFlight = () =>
  sqsError(
    'MessageNotInflight',
    'The message is not in flight: it was deleted, or it is visible again.',
    'AWS.SimpleQueueService.MessageNotInflight',
  );

export const purgeInProgress = (queue: string) =>
  sqsError(
    'PurgeQueueInProgress',
    `Only one PurgeQueue operation on ${queue} is allowed every 60 seconds.`,
    'AWS.SimpleQueueService.PurgeQueueInProgress',
  );

export const emptyBatch = () =>
  sqsError(
    'EmptyBatchRequest',
    "There should be at least one entry in the request's batch.",
    'AWS.SimpleQueueService.EmptyBatchRequest',
  );

export const tooManyEntries = (count: number) =>
  sqsError(
    'TooManyEntriesInBatchRequest',
    `Maximum number of entries per request are 10. You have sent ${count}.`,
    'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  );

export const idsNotDistinct = (id: string) =>
  sqsError(
    'BatchEntryIdsNotDistinct',
    `Two or more batch entries in the request have the same Id: "${id}"`,
    'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  );

export const invalidEntryId = (id: string) =>
  sqsError(
    'InvalidBatchEntryId',
    `The Id "${id}" of a batch entry can only hold letters, digits, hyphens and underscores, 80 at most.`,
    'AWS.SimpleQueueService.InvalidBatchEntryId',
  );

export const batchTooLong = (sizeBytes: number, maxBytes: number) =>
  sqsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${maxBytes} bytes. You have sent ${sizeBytes} bytes.`,
    'AWS.SimpleQueueService.BatchRequestTooLong',
  );
