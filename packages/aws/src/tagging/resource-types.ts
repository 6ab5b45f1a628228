import { parseArn } from '@groundcrew/aws-core';

/** Services whose ARNs have only the name of the resource, with the word that their type nevertheless has. */
const bareNames: Readonly<Record<string, string>> = { s3: 'bucket', sns: 'topic', sqs: 'queue' };

/** Types whose ARNs continue to parts of the resource: `restapis/ID/stages/NAME` is a stage, not an API. */
const typesWithParts = new Set(['apigateway:apis', 'apigateway:restapis', 'kinesis:stream']);

/** The parts of a resource's ARN. */
export interface ResourceName {
  /** As ResourceTypeFilters has it: `ec2:instance`, `s3:bucket`, `rds:db`; of a part `apigateway:restapis/stages`. */
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
  const type = `${service}:${word}`;
  const [, part] = typesWithParts.has(type) ? id.split('/') : [];
  return { type: part === undefined ? type : `${type}/${part}`, id, region, accountId };
}

/** The canonical form of an ARN: CloudWatch Logs writes some with `:*` at the end, for the streams of the group. */
export function canonicalArn(arn: string): string {
  return arn.endsWith(':*') && arn.includes(':logs:') ? arn.slice(0, -2) : arn;
}
