import type { ScheduleManifest } from './manifest.ts';

/**
 * The name of a bucket whose setting was left empty, from its logical id: `StockBucket` in account 123456789012 and
 * eu-west-1 is `groundcrew-stock-123456789012-eu-west-1`. Account and region make it globally unique. The templates
 * pass their own variables as `accountId` and `region`.
 */
export function defaultBucketName(id: string, accountId: string, region: string): string {
  const kebab = id
    .replace(/Bucket$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
  return `groundcrew-${kebab}-${accountId}-${region}`;
}

/** The name of a function's schedule: `report-costs-monthly`. */
export function scheduleName(functionName: string, { name }: ScheduleManifest): string {
  return name === undefined ? functionName : `${functionName}-${name}`;
}
