import { formatArn, isAccountId, isRegionName, parseArn, partitionOf } from '@groundcrew/aws-core';
import { isTaggableKind, type TaggableKind } from './kinds.ts';

/** The parts of the ARN of an EC2 resource. */
export interface Ec2ArnParts {
  readonly kind: TaggableKind;
  /** `i-0abc` */
  readonly id: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

const SERVICE = 'ec2';

/**
 * `arn:aws:ec2:eu-west-1:123456789012:instance/i-0abc`, in the form of the Resource Groups Tagging API: with the account
 * also for images and snapshots, which IAM's own list leaves out (Service Authorization Reference, "Amazon EC2").
 */
export function ec2Arn({ kind, id, region, accountId }: Ec2ArnParts): string {
  const resource = `${kind.slice(SERVICE.length + 1)}/${id}`;
  return formatArn({ partition: partitionOf(region), service: SERVICE, region, accountId, resource });
}

/** The inverse of {@link ec2Arn}; `undefined` for other ARNs. */
export function parseEc2Arn(arn: string): Ec2ArnParts | undefined {
  const { service, region = '', accountId = '', resource = '' } = parseArn(arn) ?? {};
  if (service !== SERVICE || !isRegionName(region) || !isAccountId(accountId)) return undefined;
  const [, word, id] = /^([a-z-]+)\/([^/]+)$/.exec(resource) ?? [];
  const kind = `${SERVICE}:${word}`;
  return id !== undefined && isTaggableKind(kind) ? { kind, id, region, accountId } : undefined;
}
