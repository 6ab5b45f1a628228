import type { DescribedType } from '../account/index.ts';

/** Where a resource is, or a caller asks. */
export interface AccountRegion {
  readonly accountId: string;
  readonly region: string;
}

/** What stands between the beginning of an ARN and a name: "Resource types defined by …" of the service authorization reference. */
const arnForms: Readonly<Record<DescribedType, (place: AccountRegion) => string>> = {
  's3:bucket': () => 'arn:aws:s3:::',
  'dynamodb:table': ({ region, accountId }) => `arn:aws:dynamodb:${region}:${accountId}:table/`,
  'lambda:function': ({ region, accountId }) => `arn:aws:lambda:${region}:${accountId}:function:`,
  'sns:topic': ({ region, accountId }) => `arn:aws:sns:${region}:${accountId}:`,
  'sqs:queue': ({ region, accountId }) => `arn:aws:sqs:${region}:${accountId}:`,
  'logs:log-group': ({ region, accountId }) => `arn:aws:logs:${region}:${accountId}:log-group:`,
};

/** The ARN of the resource with this name. */
export function arnOf(type: DescribedType, place: AccountRegion, name: string): string {
  return arnForms[type](place) + name;
}

/** Types of services whose ARNs name none. */
const soleTypes: Readonly<Record<string, string>> = {
  s3: 's3:bucket',
  sns: 'sns:topic',
  sqs: 'sqs:queue',
};

/** The type of the resource with this ARN, as ResourceTypeFilters has it; `undefined`: it is no ARN. */
export function typeOfArn(arn: string): string | undefined {
  const [prefix, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (prefix !== 'arn' || service === '' || resource === '') return undefined;
  return soleTypes[service] ?? `${service}:${resource.split(/[/:]/)[0]}`;
}

/** The service of an ARN, as its IAM actions begin. */
export function serviceOfArn(arn: string): string {
  return arn.split(':')[2] ?? '';
}
