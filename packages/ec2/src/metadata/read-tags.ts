import type { Imds } from '@groundcrew/aws/imds';
import { unreadableError } from './errors.ts';

/**
 * The tags of the instance; `null`: InstanceMetadataTags is off (EC2 user guide, "Access tags for your instance using
 * instance metadata").
 *
 * @throws GroundcrewError `fleet.metadata.unreadable`, if the list has what can't be a key; those of `imds`
 */
export async function readTags(imds: Pick<Imds, 'get' | 'list'>): Promise<Record<string, string> | null> {
  const path = 'meta-data/tags/instance';
  const keys = await imds.list(path);
  if (keys === undefined) return null;
  // Keys are letters, digits and `+-=.,_:@` where they are in the metadata: what else there is may be of a proxy.
  if (keys.some((key) => /[\s<>]/.test(key))) throw unreadableError(path, keys.join(' '));
  const pairs = await Promise.all(
    keys.map(async (key) => [key, await imds.get(`meta-data/tags/instance/${key}`)] as const),
  );
  // A tag that was deleted in between is left out.
  return Object.fromEntries(pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
