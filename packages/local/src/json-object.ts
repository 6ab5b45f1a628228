export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a request has this parameter. */
export function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}
