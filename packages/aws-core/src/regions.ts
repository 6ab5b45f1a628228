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
const defaultRegions = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
]);

/** Whether an account has to enable the region before it can be used. */
export function isOptInRegion(region: string): boolean {
  return !defaultRegions.has(region) && !/^(?:cn|us-gov|us-iso[a-z]*|eu-iso[a-z]*|eusc)-/.test(region);
}

/** The region of a zone's name: of `ap-northeast-2a`, and of a local zone such as `us-west-2-lax-1a`. */
export function regionOfZone(zone: string): string | undefined {
  return /^([a-z]{2,5}(?:-[a-z]+){1,2}-\d)/.exec(zone)?.[1];
}

/** The regions of all partitions (`partitions.json` of botocore 1.43.11); AWS may have later ones. */
export const knownRegions: readonly string[] = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4'],
  ...['ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-central-1', 'ca-west-1', 'eu-central-1'],
  ...['eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1', 'us-east-1', 'us-east-2'],
  ...['us-west-1', 'us-west-2', 'cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1'],
  ...['us-iso-east-1', 'us-iso-west-1', 'us-isob-east-1', 'us-isob-west-1', 'us-isof-east-1'],
  ...['us-isof-south-1', 'eu-isoe-west-1', 'eusc-de-east-1'],
];
