import type { ResourceType, TagSpecification } from '@groundcrew/aws/ec2';
import type { Item } from '../desired/index.ts';
import type { Found, Making } from './network-calls.ts';
import { tagChanges, tagsOf, toList } from './tags.ts';

/** Tags of a create call. */
export function specification(type: ResourceType, item: Item, making: Making): TagSpecification[] {
  return [{ ResourceType: type, Tags: toList(tagsOf(item, making)) }];
}

/** Changes the tags of a resource of EC2. */
export async function updateTags(
  before: Item,
  after: Item,
  { id }: Found,
  { calls, signal }: Making,
): Promise<void> {
  const { set, gone } = tagChanges(before, after);
  if (Object.keys(set).length > 0) {
    await calls.ec2.CreateTags({ Resources: [id], Tags: toList(set) }, { signal });
  }
  if (gone.length > 0) {
    await calls.ec2.DeleteTags({ Resources: [id], Tags: gone.map((Key) => ({ Key })) }, { signal });
  }
}
