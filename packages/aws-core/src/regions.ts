/**
 * Whether a text has the form of a region name: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. Only EC2 knows
 * whether
 * the region exists and is enabled for an account (DescribeRegions).
 */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z]{2,12}){1,2}-[1-9]\d?$/.test(text);
}

/** Whether a text is an account id: twelve digits. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** Those that every account has: no region has been added to them since 2019 (Account Management guide, "Regions"). */
const DEFAULT_REGIONS = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
]);

/** Whether an account has to enable the region before it can be used. */
export function isOptInRegion(region: string): boolean {
  return !DEFAULT_REGIONS.has(region) && !/^(?:cn|us-gov|us-iso[a-z]*|eu-iso[a-z]*|eusc)-/.test(region);
}

/** The region of a zone's name: of `ap-northeast-2a`, and of a local zone such as `us-west-2-lax-1a`. */
export function regionOfZone(zone: string): string | undefined {
  return /^([a-z]{2,5}(?:-[a-z]+){1,2}-\d)/.exec(zone)?.[1];
}
