/** Access keys that were given to running functions: by them a request's sender is known. */
export interface AccessKeys {
  readonly issue: (functionName: string) => string;
  /** Name of the function that holds the key; `external` for all others. */
  readonly callerOf: (accessKeyId: string) => string;
}

/** No keys issued yet. */
export function createAccessKeys(): AccessKeys {
  const owners = new Map<string, string>();
  let issued = 0;
  return {
    issue(functionName) {
      issued++;
      // In the form of a real one: AKIA and 16 capital letters and digits.
      const accessKeyId = `AKIALOCAL${String(issued).padStart(11, '0')}`;
      owners.set(accessKeyId, functionName);
      return accessKeyId;
    },
    callerOf: (accessKeyId) => owners.get(accessKeyId) ?? 'external',
  };
}
