import { partitionOf, regionOfPartition } from '@groundcrew/aws-core';

/** How a service is reached. */
export interface ListService {
  readonly protocol: 'query' | 'json-1.0' | 'json-1.1' | 'rest-json' | 'rest-xml';
  /** The first part of its host name; as the name in signatures, unless that is another one. */
  readonly host: string;
  readonly signingName?: string;
  /** Its name in `AWS_ENDPOINT_URL_…` and in profiles (AWS SDKs and Tools, "Service-specific endpoints"). */
  readonly settingName: string;
  /** Of the query protocol. */
  readonly version?: string;
  /** Of the JSON protocols: what precedes an operation in `X-Amz-Target`. */
  readonly target?: string;
  /** It has one endpoint in a partition. */
  readonly isGlobal?: true;
  /** Calls a second in a region, where AWS publishes them. */
  readonly callsPerSecond?: number;
}

/** The service models of botocore: metadata. */
export const listServices = {
  'api-gateway': { protocol: 'rest-json', host: 'apigateway', settingName: 'api_gateway' },
  'api-gateway-v2': { protocol: 'rest-json', host: 'apigateway', settingName: 'apigatewayv2' },
  'auto-scaling': {
    protocol: 'query',
    host: 'autoscaling',
    settingName: 'auto_scaling',
    version: '2011-01-01',
  },
  cloudformation: {
    protocol: 'query',
    host: 'cloudformation',
    settingName: 'cloudformation',
    version: '2010-05-15',
  },
  cloudfront: { protocol: 'rest-xml', host: 'cloudfront', settingName: 'cloudfront', isGlobal: true },
  cloudwatch: {
    protocol: 'json-1.0',
    host: 'monitoring',
    settingName: 'cloudwatch',
    target: 'GraniteServiceVersion20100801',
  },
  ecr: {
    protocol: 'json-1.1',
    host: 'api.ecr',
    signingName: 'ecr',
    settingName: 'ecr',
    target: 'AmazonEC2ContainerRegistry_V20150921',
  },
  ecs: {
    protocol: 'json-1.1',
    host: 'ecs',
    settingName: 'ecs',
    target: 'AmazonEC2ContainerServiceV20141113',
  },
  efs: { protocol: 'rest-json', host: 'elasticfilesystem', settingName: 'efs' },
  eks: { protocol: 'rest-json', host: 'eks', settingName: 'eks' },
  elasticache: { protocol: 'query', host: 'elasticache', settingName: 'elasticache', version: '2015-02-02' },
  elb: {
    protocol: 'query',
    host: 'elasticloadbalancing',
    settingName: 'elastic_load_balancing',
    version: '2012-06-01',
  },
  elbv2: {
    protocol: 'query',
    host: 'elasticloadbalancing',
    settingName: 'elastic_load_balancing_v2',
    version: '2015-12-01',
  },
  iam: { protocol: 'query', host: 'iam', settingName: 'iam', version: '2010-05-08', isGlobal: true },
  // API reference of Kinesis Data Streams, "ListStreams".
  kinesis: {
    protocol: 'json-1.1',
    host: 'kinesis',
    settingName: 'kinesis',
    target: 'Kinesis_20131202',
    callsPerSecond: 5,
  },
  kms: { protocol: 'json-1.1', host: 'kms', settingName: 'kms', target: 'TrentService' },
  opensearch: { protocol: 'rest-json', host: 'es', settingName: 'opensearch' },
  rds: { protocol: 'query', host: 'rds', settingName: 'rds', version: '2014-10-31' },
  redshift: { protocol: 'query', host: 'redshift', settingName: 'redshift', version: '2012-12-01' },
  route53: { protocol: 'rest-xml', host: 'route53', settingName: 'route_53', isGlobal: true },
  'secrets-manager': {
    protocol: 'json-1.1',
    host: 'secretsmanager',
    settingName: 'secrets_manager',
    target: 'secretsmanager',
  },
  'step-functions': { protocol: 'json-1.0', host: 'states', settingName: 'sfn', target: 'AWSStepFunctions' },
} as const satisfies Readonly<Record<string, ListService>>;

export type ListServiceName = keyof typeof listServices;

/** `endpoints.json` of botocore: dnsSuffix. */
const dnsSuffixes: Readonly<Record<string, string>> = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-eusc': 'amazonaws.eu',
};

/**
 * The same: where a global endpoint is not `SERVICE.SUFFIX`, what stands between them, and the region that it is signed for
 * if that is not the one of the partition.
 */
const globalEndpoints: Readonly<Record<string, { readonly within?: string; readonly region?: string }>> = {
  'aws-cn cloudfront': { within: 'cn-northwest-1', region: 'cn-northwest-1' },
  'aws-cn iam': { within: 'cn-north-1' },
  'aws-cn route53': { region: 'cn-northwest-1' },
  'aws-us-gov iam': { within: 'us-gov' },
  'aws-us-gov route53': { within: 'us-gov' },
  'aws-iso iam': { within: 'us-iso-east-1' },
  'aws-iso-b iam': { within: 'us-isob-east-1' },
  'aws-iso-f iam': { within: 'us-isof-south-1' },
};

/** Endpoint rule sets of botocore: those of GovCloud that conform to FIPS 140 under their usual names. */
const conformingInGovCloud: readonly ListServiceName[] = [
  ...(['auto-scaling', 'cloudformation', 'cloudwatch', 'eks', 'elasticache', 'elb', 'elbv2'] as const),
  ...(['iam', 'kinesis', 'rds', 'redshift', 'route53'] as const),
];

/** The first part of a host name of an endpoint that conforms to FIPS 140: the same rule sets. */
function fipsHost(name: ListServiceName, region: string): string {
  const { host }: ListService = listServices[name];
  const partition = partitionOf(region);
  const isUsual =
    (partition === 'aws-us-gov' && conformingInGovCloud.includes(name)) ||
    (name === 'step-functions' && region === 'us-gov-west-1');
  if (isUsual) return host;
  return name === 'eks' && partition === 'aws' ? `fips.${host}` : `${host}-fips`;
}

/**
 * Where the requests of a service go from a region, and the region that they are signed for.
 *
 * @param options.fips only to an endpoint that conforms to FIPS 140
 */
export function awsEndpoint(
  name: ListServiceName,
  region: string,
  { fips = false }: { readonly fips?: boolean } = {},
): { readonly url: string; readonly signingRegion: string } {
  const { host: usual, isGlobal }: ListService = listServices[name];
  const host = fips ? fipsHost(name, region) : usual;
  const partition = partitionOf(region);
  const suffix = dnsSuffixes[partition] ?? 'amazonaws.com';
  if (!isGlobal) return { url: `https://${host}.${region}.${suffix}`, signingRegion: region };
  const { within, region: signingRegion = regionOfPartition(partition) } =
    globalEndpoints[`${partition} ${name}`] ?? {};
  return { url: `https://${[host, ...(within ? [within] : []), suffix].join('.')}`, signingRegion };
}
