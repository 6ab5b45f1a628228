import type { CostAllocationTag } from '@groundcrew/aws/cost-explorer';

/**
 * `active`: costs can be grouped by it, since it is. `inactive`: it can be activated. `unlisted`: AWS knows no resource with
 * it, or not yet, as it takes a day.
 */
export type TagStatus = 'active' | 'inactive' | 'unlisted';

/** A key of the bill, of the policy, or of both. */
export interface TagState {
  readonly key: string;
  readonly status: TagStatus;
  /** Whether the policy has it; `null`: there is no policy. */
  readonly isInPolicy: boolean | null;
  /** Whether AWS makes it, such as `aws:createdBy`. */
  readonly isGenerated: boolean;
  /** The day on which it was activated or deactivated. */
  readonly changedOn: string | null;
  /** The last month in which a resource had it. */
  readonly usedIn: string | null;
}

/**
 * The state of each key: those of the policy first, then all others that AWS lists.
 *
 * @param policyKeys `undefined`: there is no policy
 */
export function tagStates(
  listed: readonly CostAllocationTag[],
  policyKeys: readonly string[] | undefined,
): TagState[] {
  const inPolicy = new Set(policyKeys);
  const known = new Set(listed.map(({ key }) => key));
  const states = [
    ...listed.map(({ key, isActive, type, updatedAt, usedAt }): TagState => ({
      key,
      status: isActive ? 'active' : 'inactive',
      isInPolicy: policyKeys === undefined ? null : inPolicy.has(key),
      isGenerated: type === 'AWSGenerated',
      changedOn: updatedAt?.slice(0, 'YYYY-MM-DD'.length) ?? null,
      usedIn: usedAt?.slice(0, 'YYYY-MM'.length) ?? null,
    })),
    ...[...inPolicy]
      .filter((key) => !known.has(key))
      .map((key): TagState => ({
        key,
        status: 'unlisted',
        isInPolicy: true,
        isGenerated: key.startsWith('aws:'),
        changedOn: null,
        usedIn: null,
      })),
  ];
  return states.toSorted(
    (one, other) =>
      Number(other.isInPolicy) - Number(one.isInPolicy) ||
      Number(one.isGenerated) - Number(other.isGenerated) ||
      (one.key < other.key ? -1 : 1),
  );
}

/** Keys of the policy by which costs can't be grouped. */
export function missingKeys(states: readonly TagState[]): readonly TagState[] {
  return states.filter(({ isInPolicy, status }) => isInPolicy === true && status !== 'active');
}
