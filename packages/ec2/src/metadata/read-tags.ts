import type { Imds } from '@groundcrew/aws/imds';

/**
 * The tags of the instance; `null`: it doesn't tell them, for InstanceMetadataTags is off (EC2 user guide,
 * "Access tags for your instance using instance metadata").
 *
 * @throws those of `imds`
 */
export async function readTags(imds: Pick<Imds, 'get' | 'list'>): Promise<Record<string, string> | null> {
  const keys = await imds.list('meta-data/tags/instance');
  if (keys === undefined) return null;
  const pairs = await Promise.all(
    keys.map(async (key) => [key, await imds.get(`meta-data/tags/instance/${key}`)] as const),
  );
  // One that went away in between is no tag any more.
  return Object.fromEntries(pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
