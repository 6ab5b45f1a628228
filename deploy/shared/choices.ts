/**
 * What both templates choose alike and no manifest asks about. A choice that a user should have
 * belongs in the manifest, as a setting.
 */
export const choices = {
  runtime: 'nodejs24.x',
  architecture: 'arm64',
  logRetentionDays: 30,
  /** Versions of objects that were replaced or deleted; a load that is under way names its version. */
  noncurrentVersionDays: 30,
  /** Parts of uploads that nobody finished cost as much as objects, and no listing shows them. */
  abortMultipartDays: 7,
  /** Days in which the deletion of the alarms' key can be taken back; the least that KMS takes. */
  keyDeletionDays: 7,
  /** Subscribers see it as the sender's name. */
  topicDisplayName: 'groundcrew',
} as const;

/** The name of a function in an account. */
export function functionName(name: string): string {
  return `groundcrew-${name}`;
}

/** The name of a function's log group. */
export function logGroupName(name: string): string {
  return `/aws/lambda/${functionName(name)}`;
}

/** `load-inventory` as the start of a logical id: `LoadInventory`. */
export function logicalId(name: string): string {
  return name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
