import { parseArn } from '@groundcrew/aws-core';

/** Services whose ARNs have only the name of the resource, with the word that their type nevertheless has. */
const bareNames: Readonly<Record<string, string>> = { s3: 'bucket', sns: 'topic', sqs: 'queue' };

/** The parts of a resource's ARN. */
export interface ResourceName {
  /** As ResourceTypeFilters has it: `ec2:instance`, `s3:bucket`, `rds:db`. */
  readonly type: string;
  /** What follows the type: `i-0abc`, the bucket's name. */
  readonly id: string;
  /** Empty for a bucket: its ARN has neither region nor account. */
  readonly region: string;
  readonly accountId: string;
}

/** Type and id of the resource of an ARN; `undefined` if the text is not an ARN. */
export function resourceNameOf(arn: string): ResourceName | undefined {
  const parts = parseArn(arn);
  if (parts === undefined) return undefined;
  const { service, region, accountId, resource } = parts;
  const split = /^\/?([^/:]+)[/:](.+)$/s.exec(resource);
  const [word = bareNames[service] ?? service, id = resource] = split ? split.slice(1) : [];
  return { type: `${service}:${word}`, id, region, accountId };
}

/** The canonical form of an ARN: CloudWatch Logs writes some with `:*` at the end, for the streams of the group. */
export function canonicalArn(arn: string): string {
  return arn.endsWith(':*') && arn.includes(':logs:') ? arn.slice(0, -2) : arn;
}
