import { AwsError } from '../service.ts';

export const invalidParameter = (message: string) =>
  new AwsError(400, 'InvalidParameter', `Invalid parameter: ${message}`);

export const noSuchTopic = (arn: string) =>
  new AwsError(
    404,
    'NotFound',
    `Topic does not exist: "${arn}"; create it, or check its name, region and account`,
  );

export const noSuchSubscription = (arn: string) =>
  new AwsError(404, 'NotFound', `Subscription does not exist: "${arn}"`);

export const emptyBatch = () =>
  new AwsError(400, 'EmptyBatchRequest', "The batch request doesn't contain any entries.");

export const tooManyEntries = (count: number) =>
  new AwsError(
    400,
    'TooManyEntriesInBatchRequest',
    `The batch request contains more entries than permissible: ${count}, and 10 are.`,
  );

export const idsNotDistinct = (id: string) =>
  new AwsError(
    400,
    'BatchEntryIdsNotDistinct',
    `Two or more batch entries in the request have the same Id: "${id}"`,
  );

export const invalidEntryId = (id: string) =>
  new AwsError(
    400,
    'InvalidBatchEntryId',
    `The Id "${id}" of a batch entry doesn't abide by the specification: letters, digits, hyphens and underscores, 80 at most.`,
  );

export const batchTooLong = (sizeBytes: number, maxBytes: number) =>
  new AwsError(
    400,
    'BatchRequestTooLong',
    `The length of all the batch messages put together is more than the limit: ${sizeBytes} bytes, and ${maxBytes} are.`,
  );
