import { isJsonObject } from '../json-object.ts';
import type { Tags } from '../tags/index.ts';
import { badRequest } from './errors.ts';

/** The query as received: its filters are in its text. */
export interface ResourceQuery {
  readonly Type: string;
  readonly Query: string;
}

/** The properties of a resource that a query evaluates. */
export interface QueriedResource {
  readonly type: string;
  readonly tags: Tags;
}

/** CloudFormation's names of types: "Resources you can use with Resource Groups" of its user guide. */
const cloudFormationTypes: Readonly<Record<string, string>> = {
  'dynamodb:table': 'AWS::DynamoDB::Table',
  'ec2:elastic-ip': 'AWS::EC2::EIP',
  'ec2:image': 'AWS::EC2::Image',
  'ec2:instance': 'AWS::EC2::Instance',
  'ec2:internet-gateway': 'AWS::EC2::InternetGateway',
  'ec2:natgateway': 'AWS::EC2::NatGateway',
  'ec2:network-interface': 'AWS::EC2::NetworkInterface',
  'ec2:route-table': 'AWS::EC2::RouteTable',
  'ec2:security-group': 'AWS::EC2::SecurityGroup',
  'ec2:snapshot': 'AWS::EC2::Snapshot',
  'ec2:subnet': 'AWS::EC2::Subnet',
  'ec2:volume': 'AWS::EC2::Volume',
  'ec2:vpc': 'AWS::EC2::VPC',
  'lambda:function': 'AWS::Lambda::Function',
  'logs:log-group': 'AWS::Logs::LogGroup',
  'resource-groups:group': 'AWS::ResourceGroups::Group',
  's3:bucket': 'AWS::S3::Bucket',
  'sns:topic': 'AWS::SNS::Topic',
  'sqs:queue': 'AWS::SQS::Queue',
};

const MAX_QUERY_LENGTH = 4096;

/** CloudFormation's name of a type; `undefined`: groups can't contain it. */
export function cloudFormationType(type: string): string | undefined {
  return cloudFormationTypes[type];
}

/**
 * Parses a query into a test of resources.
 *
 * Rules: "ResourceQuery" of the Resource Groups API reference. Stacks are not supported here: such queries match nothing.
 *
 * @throws AwsError `BadRequestException`
 */
export function readQuery(value: unknown): {
  readonly query: ResourceQuery;
  readonly matches: (resource: QueriedResource) => boolean;
} {
  if (!isJsonObject(value)) throw badRequest('ResourceQuery is missing');
  const { Type, Query } = value;
  if (Type !== 'TAG_FILTERS_1_0' && Type !== 'CLOUDFORMATION_STACK_1_0') {
    throw badRequest(`Query type not valid: ${JSON.stringify(Type)}`);
  }
  if (typeof Query !== 'string' || Query.length > MAX_QUERY_LENGTH) {
    throw badRequest(`Query not valid: it must be a string of at most ${MAX_QUERY_LENGTH} characters`);
  }
  const content = parse(Query);
  const types = content.ResourceTypeFilters;
  if (!isTexts(types) || types.length === 0 || !types.every((type) => /^AWS::\w+(::\w+)?$/.test(type))) {
    throw badRequest('Query not valid: ResourceTypeFilters must list types such as AWS::AllSupported');
  }
  const query = { Type, Query };
  if (Type === 'CLOUDFORMATION_STACK_1_0') return { query, matches: () => false };
  const filters = readTagFilters(content.TagFilters);
  return {
    query,
    matches({ type, tags }) {
      const name = cloudFormationType(type);
      if (name === undefined || !(types.includes('AWS::AllSupported') || types.includes(name))) return false;
      return filters.every(
        ({ key, values }) => Object.hasOwn(tags, key) && (values.length === 0 || values.includes(tags[key]!)),
      );
    },
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(text);
    if (isJsonObject(content)) return content;
  } catch {
    // Reported below.
  }
  throw badRequest(`Query not valid: ${JSON.stringify(text)} is not a JSON object`);
}

function readTagFilters(value: unknown) {
  if (!Array.isArray(value) || value.length === 0 || value.length > 50) {
    throw badRequest('Query not valid: TagFilters must list 1 to 50 filters');
  }
  return value.map((filter: unknown) => {
    const { Key, Values = [] } = isJsonObject(filter) ? filter : {};
    if (typeof Key !== 'string' || Key === '' || !isTexts(Values) || Values.length > 20) {
      throw badRequest(
        `Query not valid: the tag filter ${JSON.stringify(filter)} needs a Key, and at most 20 Values`,
      );
    }
    return { key: Key, values: Values };
  });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
