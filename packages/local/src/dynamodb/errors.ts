import { AwsError } from '../service.ts';
import type { Item } from './item.ts';

/** A request that DynamoDB refuses for its content. */
export function invalid(message: string, code = 'ValidationException'): AwsError {
  return new AwsError(400, code, message);
}

/** An item, or its key, that a table does not take: in a transaction the reason of one of its writes. */
export class InvalidItem extends AwsError {
  constructor(message: string) {
    super(400, 'ValidationException', message);
  }
}

/** A value of a request, as a message quotes it. */
export function quoted(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** @param item the item as it is stored, where the request asks for it */
export function conditionFailed(item?: Item): AwsError {
  return new AwsError(400, 'ConditionalCheckFailedException', 'The conditional request failed', {
    details: { ...(item && { Item: item }) },
  });
}

export function notFound(message = 'Requested resource not found'): AwsError {
  return invalid(message, 'ResourceNotFoundException');
}
