import type { TaggedResource, Tags } from '../model.ts';

/** A resource whose tags are still being found out: missing until the tagging API or its own service tells them. */
export interface Draft extends Omit<TaggedResource, 'tags'> {
  tags: Tags | null | undefined;
}
