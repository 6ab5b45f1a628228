import { isJsonObject } from '../json-object.ts';
import { invalidValue, missingParameter } from './errors.ts';
import type { MessageAttributes, NewMessage } from './message.ts';

type Input = Readonly<Record<string, unknown>>;

/** @throws AwsError `MissingParameter` if it is missing or not a string. */
export function needText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw missingParameter(name);
  return value;
}

/** @throws AwsError `InvalidParameterValue` if it is not a whole number in the range. */
export function readNumber(input: Input, name: string, minimum: number, maximum: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > maximum) {
    throw invalidValue(
      `Value ${JSON.stringify(value)} for parameter ${name} is invalid. Reason: Must be a whole number between ${minimum} and ${maximum}.`,
    );
  }
  return value;
}

/** A list of strings; empty if it is missing. */
export function readTexts(input: Input, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A map of strings; empty if it is missing. */
export function readMap(input: Input, name: string): Readonly<Record<string, string>> {
  const value = input[name];
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
}

/** @throws AwsError `InvalidParameterValue` if they are not a map of structures with strings in them. */
function readAttributes(value: unknown): MessageAttributes | undefined {
  if (value === undefined || value === null) return undefined;
  const isMap = isJsonObject(value) && Object.values(value).every(isAttribute);
  if (!isMap)
    throw invalidValue('MessageAttributes must be a map of DataType with StringValue or BinaryValue.');
  return value as MessageAttributes;
}

function isAttribute(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value.DataType !== 'string') return false;
  return [value.StringValue ?? '', value.BinaryValue ?? ''].every((one) => typeof one === 'string');
}

/** Reads the parameters that SendMessage and an entry of SendMessageBatch share. */
export function readMessage(input: Input): NewMessage {
  const delaySeconds = readNumber(input, 'DelaySeconds', 0, 900);
  const attributes = readAttributes(input.MessageAttributes);
  const { MessageGroupId, MessageDeduplicationId } = input;
  return {
    body: needText(input, 'MessageBody'),
    ...(attributes && Object.keys(attributes).length > 0 && { attributes }),
    ...(delaySeconds !== undefined && { delayMs: delaySeconds * 1000 }),
    ...(typeof MessageGroupId === 'string' && { groupId: MessageGroupId }),
    ...(typeof MessageDeduplicationId === 'string' && { deduplicationId: MessageDeduplicationId }),
  };
}
