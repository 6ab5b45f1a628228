import { isFatal } from '@groundcrew/aws/ec2/regions';
import { parseEc2Arn } from '@groundcrew/aws/ec2/tagging';
import { resourceNameOf } from '@groundcrew/aws/tagging';
import { isGroundcrewError } from '@groundcrew/errors';
import type { Tags } from '@groundcrew/account';
import type { AccountClients } from './account-clients.ts';
import { hasTagCall, readOwnTags } from './listed-types.ts';
import { isGone } from './read-missing-tags.ts';

/**
 * The tags of one resource by its service's own call, which includes those never tagged and is not stale; `gone` if
 * it does not exist, `null` if its tags can't be read: the call is denied, or its type has no such call here.
 *
 * @param clients of the resource's account and region
 * @throws GroundcrewError of the service's package for all other failures; the signal's reason
 */
export async function readNativeTags(
  clients: AccountClients,
  arn: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Tags | 'gone' | null> {
  const options = signal ? { signal } : {};
  const instance = parseEc2Arn(arn);
  const name = resourceNameOf(arn);
  try {
    if (instance !== undefined) {
      const pages = clients.ec2.describeTaggable(instance.kind, { ids: [instance.id] }, options);
      for await (const [resource] of pages) if (resource) return resource.tags;
      return 'gone';
    }
    if (name === undefined || !hasTagCall(name.type)) return null;
    return await readOwnTags(name.type, clients, { arn, id: name.id }, options);
  } catch (error) {
    signal?.throwIfAborted();
    if (isGone(error)) return 'gone';
    if (!isFatal(error) && isGroundcrewError(error) && error.details.reason === 'access-denied') return null;
    throw error;
  }
}
