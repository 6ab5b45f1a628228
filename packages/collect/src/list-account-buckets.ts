import type { Coverage } from '@groundcrew/account';
import { failureOfCall } from './coverage.ts';
import type { RegionContext } from './deps.ts';
import { bucketArn, type ListedResource } from './listed-types.ts';
import { typePermissions } from './permissions.ts';

/** The buckets of an account by region; missing if they could not be listed. */
export type AccountBuckets = ReadonlyMap<string, readonly ListedResource[]> | undefined;

const BUCKET_REGION_PERMISSION = 's3:GetBucketLocation';

/**
 * Lists an account's buckets, once for all regions. Those whose region can't be determined are reported as unknown,
 * because their tags can't be read.
 *
 * @param place the account in any region
 */
export async function listAccountBuckets(
  context: RegionContext,
  report: (coverage: Coverage) => void,
): Promise<AccountBuckets> {
  const { accountId, clients, signal } = context;
  const options = signal ? { signal } : {};
  const everywhere = { accountId, region: 'all', type: 's3:bucket' };
  const byRegion = new Map<string, ListedResource[]>();
  const unlocated: string[] = [];
  let reason = '';
  try {
    for await (const page of clients.s3.listBuckets(options)) {
      for (const { name, createdAt, region: knownRegion } of page) {
        let region = knownRegion;
        try {
          region ??= await clients.s3.bucketRegion(name, options);
        } catch (error) {
          reason = failureOfCall(error, { ...context, permission: BUCKET_REGION_PERMISSION }).reason;
          unlocated.push(name);
          continue;
        }
        const buckets = byRegion.get(region) ?? [];
        byRegion.set(region, buckets);
        buckets.push({ arn: bucketArn(name, region), createdAt });
      }
    }
  } catch (error) {
    const failure = failureOfCall(error, { ...context, permission: typePermissions['s3:bucket'].list });
    report({ ...everywhere, ...failure, resources: 0, unknown: 0 });
    return undefined;
  }
  if (unlocated.length > 0) {
    const names =
      unlocated.length > 3
        ? `${unlocated.slice(0, 3).join(', ')} and ${unlocated.length - 3} more`
        : unlocated.join(', ');
    const text = `the region of ${names} could not be found out: ${reason}`;
    report({ ...everywhere, status: 'failed', resources: 0, unknown: unlocated.length, reason: text });
  }
  return byRegion;
}
