import type { TaggedResource, Tags } from '../model.ts';

/** A resource whose tags are still to be read: missing until the tagging API or its own service returns them. */
export interface Draft extends Omit<TaggedResource, 'tags'> {
  tags: Tags | null | undefined;
}
