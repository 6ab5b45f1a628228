/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Step Functions developer guide, "Service quotas": the input or output of a task, state or execution. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

/** What is nested deeper can't be read recursively; AWS documents no limit. */
export const MAX_DEPTH = 250;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function sizeOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}
