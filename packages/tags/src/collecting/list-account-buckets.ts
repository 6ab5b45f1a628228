import type { Coverage } from '../model.ts';
import { failureOfCall } from './coverage.ts';
import type { Place } from './deps.ts';
import { bucketArn, type ListedResource } from './listed-types.ts';
import { typePermissions } from './permissions.ts';

/** The buckets of an account by region; missing where they could not be listed. */
export type AccountBuckets = ReadonlyMap<string, readonly ListedResource[]> | undefined;

const REGION_PERMISSION = 's3:GetBucketLocation';

/**
 * Lists an account's buckets, once for all regions. Those whose region can't be found out are told as unknown: nobody
 * could be asked for their tags.
 *
 * @param place the account in any region
 */
export async function listAccountBuckets(
  place: Place,
  tell: (coverage: Coverage) => void,
): Promise<AccountBuckets> {
  const { accountId, clients, signal } = place;
  const options = signal ? { signal } : {};
  const everywhere = { accountId, region: 'all', type: 's3:bucket' };
  const byRegion = new Map<string, ListedResource[]>();
  const lost: string[] = [];
  let reason = '';
  try {
    for await (const page of clients.s3.listBuckets(options)) {
      for (const { name, createdAt, region: told } of page) {
        let region = told;
        try {
          region ??= await clients.s3.bucketRegion(name, options);
        } catch (error) {
          reason = failureOfCall(error, { ...place, permission: REGION_PERMISSION }).reason;
          lost.push(name);
          continue;
        }
        const buckets = byRegion.get(region) ?? [];
        byRegion.set(region, buckets);
        buckets.push({ arn: bucketArn(name, region), createdAt });
      }
    }
  } catch (error) {
    const failure = failureOfCall(error, { ...place, permission: typePermissions['s3:bucket'].list });
    tell({ ...everywhere, ...failure, resources: 0, unknown: 0 });
    return undefined;
  }
  if (lost.length > 0) {
    const names =
      lost.length > 3 ? `${lost.slice(0, 3).join(', ')} and ${lost.length - 3} more` : lost.join(', ');
    const text = `the region of ${names} could not be found out: ${reason}`;
    tell({ ...everywhere, status: 'failed', resources: 0, unknown: lost.length, reason: text });
  }
  return byRegion;
}
