import type { DescribedType } from '../account/index.ts';

/** The account and region of a resource or a call. */
export interface AccountRegion {
  readonly accountId: string;
  readonly region: string;
}

/** ARN prefixes, before the name: "Resource types defined by …" of the service authorization reference. */
const arnForms: Readonly<Record<DescribedType, (scope: AccountRegion) => string>> = {
  's3:bucket': () => 'arn:aws:s3:::',
  'dynamodb:table': ({ region, accountId }) => `arn:aws:dynamodb:${region}:${accountId}:table/`,
  'lambda:function': ({ region, accountId }) => `arn:aws:lambda:${region}:${accountId}:function:`,
  'sns:topic': ({ region, accountId }) => `arn:aws:sns:${region}:${accountId}:`,
  'sqs:queue': ({ region, accountId }) => `arn:aws:sqs:${region}:${accountId}:`,
  'logs:log-group': ({ region, accountId }) => `arn:aws:logs:${region}:${accountId}:log-group:`,
};

/** The ARN of the resource with this name. */
export function arnOf(type: DescribedType, scope: AccountRegion, name: string): string {
  return arnForms[type](scope) + name;
}

/** Types of services whose ARNs don't contain a type. */
const soleTypes: Readonly<Record<string, string>> = {
  s3: 's3:bucket',
  sns: 'sns:topic',
  sqs: 'sqs:queue',
};

/** Types whose ARNs continue to parts of the resource. */
const typesWithParts = new Set(['apigateway:apis', 'apigateway:restapis', 'kinesis:stream']);

/** The type of the resource with this ARN, in the format of ResourceTypeFilters; `undefined`: not an ARN. */
export function typeOfArn(arn: string): string | undefined {
  const [prefix, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (prefix !== 'arn' || service === '' || resource === '') return undefined;
  if (soleTypes[service] !== undefined) return soleTypes[service];
  const [word, , part] = resource.replace(/^\//, '').split(/[/:]/);
  const type = `${service}:${word}`;
  return part !== undefined && typesWithParts.has(type) ? `${type}/${part}` : type;
}

/** The service of an ARN: its IAM action prefix. */
export function serviceOfArn(arn: string): string {
  return arn.split(':')[2] ?? '';
}
