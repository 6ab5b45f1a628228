import type { Imds } from '@groundcrew/aws/imds';

/**
 * The tags of the instance; `null`: InstanceMetadataTags is off (EC2 user guide, "Access tags for your instance using
 * instance metadata").
 *
 * @throws those of `imds`
 */
export async function readTags(imds: Pick<Imds, 'get' | 'list'>): Promise<Record<string, string> | null> {
  const keys = await imds.list('meta-data/tags/instance');
  if (keys === undefined) return null;
  const pairs = await Promise.all(
    keys.map(async (key) => [key, await imds.get(`meta-data/tags/instance/${key}`)] as const),
  );
  // A tag that was deleted in between is left out.
  return Object.fromEntries(pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
