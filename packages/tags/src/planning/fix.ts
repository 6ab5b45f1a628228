/** The change of one tag of one resource, from its current value to the one that the policy specifies. */
export interface TagChange {
  readonly key: string;
  /** `null`: absent. */
  readonly before: string | null;
  /** `null`: removed. */
  readonly after: string | null;
  /** Why, for people. */
  readonly reason: string;
  /** Where the value comes from: `instance i-0abc`, `default`, `tag "project"`. */
  readonly source?: string;
  /** Keys of the same resource whose changes must be made first. */
  readonly requires?: readonly string[];
  /** Of a removal: the wildcard pattern that forbids the key. The policy does not name the key itself. */
  readonly pattern?: string;
  /** A tag of the same resource that no fix changes, and that must still be so when this is made. */
  readonly holds?: { readonly key: string; readonly value: string };
}

/** What only a person can decide, or no change can fix. */
export interface TagFinding {
  readonly key: string;
  /** What was found and what to do about it, as a sentence without a capital and a stop. */
  readonly finding: string;
}

/** The result of the policy for one key of one resource. */
export type Fix = TagChange | TagFinding;

export function isTagChange(fix: Fix): fix is TagChange {
  return 'after' in fix;
}
