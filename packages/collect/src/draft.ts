import type { Resource, Tags } from '@groundcrew/account';

/** A resource whose tags are still to be read: missing until the tagging API or its own service returns them. */
export interface Draft extends Omit<Resource, 'tags'> {
  tags: Tags | null | undefined;
}
