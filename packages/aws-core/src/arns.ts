/** An Amazon Resource Name in its parts. */
export interface Arn {
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
  /** `ec2`, `s3` */
  readonly service: string;
  /** Empty if the name is unique in all regions, such as that of a bucket. */
  readonly region: string;
  /** Empty if the name is unique in all accounts, such as that of a bucket. */
  readonly accountId: string;
  /** Everything that follows, including colons: `instance/i-0abc`, `log-group:/aws/lambda/load`. */
  readonly resource: string;
}

/** By the prefix of a region's name (AWS SDKs and Tools, `partitions.json`). */
const partitions: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

/** The partition that a region belongs to: `aws` except for China, government and sovereign clouds. */
export function partitionOf(region: string): string {
  return partitions.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
}

/** A region of a partition that every account there has, for services with one endpoint in it. */
const homeRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
};

/** The region of a partition's global endpoints (AWS SDKs and Tools, `partitions.json`). */
export function regionOfPartition(partition: string): string {
  return homeRegions[partition] ?? 'us-east-1';
}

/** The parts of an ARN; `undefined` if the text is not one (IAM User Guide, "Amazon Resource Names"). */
export function parseArn(text: string): Arn | undefined {
  const parts = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (parts === null) return undefined;
  const [, partition = '', service = '', region = '', accountId = '', resource = ''] = parts;
  return { partition, service, region, accountId, resource };
}

/** The inverse of {@link parseArn}. */
export function formatArn({ partition, service, region, accountId, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
