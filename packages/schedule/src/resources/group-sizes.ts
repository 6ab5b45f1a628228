import type { GroupSizes } from '@groundcrew/aws/autoscaling';

/** The tag of a group that remembers its sizes while it is stopped. */
export const SIZES_TAG = 'groundcrew:sizes';

/** The sizes of a group that is stopped: with a maximum of 0 no scaling policy can start an instance. */
export const stoppedSizes: GroupSizes = { min: 0, desired: 0, max: 0 };

/** `min=1 desired=2 max=4`: people read it too, and a tag's value has no comma. */
export function sizesText({ min, desired, max }: GroupSizes): string {
  return `min=${min} desired=${desired} max=${max}`;
}

/** The inverse of {@link sizesText}; `undefined`: none that a group could be started with. */
export function parseSizes(text: string | undefined): GroupSizes | undefined {
  const [, min, desired, max] = /^min=(\d{1,6}) desired=(\d{1,6}) max=(\d{1,6})$/.exec(text ?? '') ?? [];
  if (max === undefined) return undefined;
  return usableSizes({ min: Number(min), desired: Number(desired), max: Number(max) });
}

/** Sizes that a group can have and that start it; `undefined` for all others: 0-0-0 is nothing to remember. */
export function usableSizes({ min, desired, max }: GroupSizes): GroupSizes | undefined {
  const isOrdered = min <= desired && desired <= max;
  return isOrdered && max > 0 ? { min, desired, max } : undefined;
}
