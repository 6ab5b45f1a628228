import type { Account, BillCharge, Product } from './charge.ts';
import { type BillDay, isWorkday } from './days.ts';

export const accounts = {
  prod: { id: '111122223333', name: 'shop-prod' },
  dev: { id: '444455556666', name: 'shop-dev' },
  data: { id: '777788889999', name: 'shop-data' },
} as const satisfies Record<string, Account>;

const product = (code: string, name: string, category: string): Product => ({ code, name, category });

export const products = {
  ec2: product('AmazonEC2', 'Amazon Elastic Compute Cloud', 'Compute'),
  elb: product('AWSELB', 'Elastic Load Balancing', 'Networking'),
  vpc: product('AmazonVPC', 'Amazon Virtual Private Cloud', 'Networking'),
  rds: product('AmazonRDS', 'Amazon Relational Database Service', 'Databases'),
  dynamodb: product('AmazonDynamoDB', 'Amazon DynamoDB', 'Databases'),
  s3: product('AmazonS3', 'Amazon Simple Storage Service', 'Storage'),
  cloudfront: product('AmazonCloudFront', 'Amazon CloudFront', 'Networking'),
  lambda: product('AWSLambda', 'AWS Lambda', 'Compute'),
  sns: product('AmazonSNS', 'Amazon Simple Notification Service', 'Integration'),
  cloudwatch: product('AmazonCloudWatch', 'AmazonCloudWatch', 'Management and Governance'),
  route53: product('AmazonRoute53', 'Amazon Route 53', 'Networking'),
  athena: product('AmazonAthena', 'Amazon Athena', 'Analytics'),
  glue: product('AWSGlue', 'AWS Glue', 'Analytics'),
  quicksight: product('AmazonQuickSight', 'Amazon QuickSight', 'Analytics'),
  registrar: product('AmazonRegistrar', 'Amazon Registrar', 'Networking'),
  savingsPlan: product('ComputeSavingsPlans', 'Savings Plans for AWS Compute usage', 'Compute'),
  support: product('AWSSupportBusiness', 'AWS Support (Business)', 'Management and Governance'),
} as const satisfies Record<string, Product>;

/** One metered resource, with its usage per day and its price. */
export interface Meter extends Pick<
  BillCharge,
  'account' | 'product' | 'region' | 'usageType' | 'operation' | 'resource' | 'tags' | 'unit'
> {
  /** US dollars per unit. */
  readonly price: string;
  /** The price of a unit with the savings plan, if that covers it. */
  readonly planPrice?: string;
  /** Units used on a day; none: no line. */
  readonly use: (day: BillDay, demand: number) => number;
}

const SEOUL = 'ap-northeast-2';
const store = { Project: 'shop', Team: 'store', Environment: 'prod' };
/** Tags of a Korean company, as a report has to show them correctly. */
const catalog = { Project: 'catalog', Team: '상품기획', Environment: 'prod' };
const inventory = { Project: 'inventory', Team: 'store', Environment: 'prod' };
const analytics = { Project: 'analytics', Team: 'data' };
const test = { Project: 'shop', Team: 'store', Environment: 'dev' };
const untagged = {};

type Use = Meter['use'];
const allDay: Use = () => 24;
const times =
  (units: number): Use =>
  (_, demand) =>
    units * demand;
/** Gigabytes are billed per month: the fraction of a day. */
const gigabytes =
  (size: (day: BillDay) => number): Use =>
  (day) =>
    size(day) / day.daysOfMonth;
const since =
  (start: string, use: Use): Use =>
  (day, demand) =>
    day.day >= start ? use(day, demand) : 0;
const workdays =
  (units: number): Use =>
  (day, demand) =>
    isWorkday(day) ? units * demand : 0;

type Line = readonly [
  usageType: string,
  operation: string,
  resource: string | null,
  unit: string,
  price: string,
  use: Use,
  planPrice?: string,
];

function meters(
  account: Account,
  of: Product,
  region: string | null,
  tags: Readonly<Record<string, string>>,
  lines: readonly Line[],
): Meter[] {
  return lines.map(([usageType, operation, resource, unit, price, use, planPrice]) => ({
    account,
    product: of,
    region,
    usageType,
    operation,
    resource,
    tags,
    unit,
    price,
    use,
    ...(planPrice !== undefined && { planPrice }),
  }));
}

const { prod, dev, data } = accounts;
const web = ['APN2-BoxUsage:m6i.large', 'RunInstances'] as const;
const TABLE_ARN = 'arn:aws:dynamodb:ap-northeast-2:111122223333:table/Inventory';
const BALANCER_ARN =
  'arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:loadbalancer/app/shop/5e1f0d3c2b4a6978';
const GATEWAY_ARN = 'arn:aws:ec2:ap-northeast-2:111122223333:natgateway/nat-0a9b8c7d6e5f41302';
const DATABASE_ARN = 'arn:aws:rds:ap-northeast-2:111122223333:db:shop';
const LOADER_ARN = 'arn:aws:lambda:ap-northeast-2:111122223333:function:load-inventory';

/** All resources of the shop. Prices are similar to those of the region; nothing depends on it. */
export const shopMeters: readonly Meter[] = [
  ...meters(prod, products.ec2, SEOUL, store, [
    [...web, 'i-0c1a2b3c4d5e6f701', 'Hrs', '0.118', allDay, '0.0826'],
    [...web, 'i-0c1a2b3c4d5e6f702', 'Hrs', '0.118', allDay, '0.0826'],
    [...web, 'i-0c1a2b3c4d5e6f703', 'Hrs', '0.118', since('2026-05-11', allDay)],
    [
      'APN2-EBS:VolumeUsage.gp3',
      'CreateVolume-Gp3',
      'vol-0aa11bb22cc33dd01',
      'GB-Mo',
      '0.0912',
      gigabytes(() => 300),
    ],
    ['APN2-DataTransfer-Out-Bytes', 'RunInstances', 'i-0c1a2b3c4d5e6f701', 'GB', '0.126', times(21)],
  ]),
  ...meters(prod, products.ec2, SEOUL, untagged, [
    ['APN2-NatGateway-Hours', 'NatGateway', GATEWAY_ARN, 'Hrs', '0.059', allDay],
    ['APN2-NatGateway-Bytes', 'NatGateway', GATEWAY_ARN, 'GB', '0.059', times(48)],
    [
      'APN2-EBS:SnapshotUsage',
      'CreateSnapshot',
      null,
      'GB-Mo',
      '0.05',
      gigabytes(({ index }) => 900 + 3 * index),
    ],
  ]),
  ...meters(prod, products.elb, SEOUL, store, [
    ['APN2-LoadBalancerUsage', 'LoadBalancing:Application', BALANCER_ARN, 'Hrs', '0.0225', allDay],
    ['APN2-LCUUsage', 'LoadBalancing:Application', BALANCER_ARN, 'LCU-Hrs', '0.008', times(61)],
  ]),
  ...meters(prod, products.vpc, SEOUL, untagged, [
    ['APN2-PublicIPv4:InUseAddress', 'AllocateAddressVPC', null, 'Hrs', '0.005', () => 120],
  ]),
  ...meters(prod, products.rds, SEOUL, store, [
    ['APN2-Multi-AZUsage:db.r6g.large', 'CreateDBInstance:0018', DATABASE_ARN, 'Hrs', '0.58', allDay],
    [
      'APN2-RDS:Multi-AZ-GP3-Storage',
      'CreateDBInstance:0018',
      DATABASE_ARN,
      'GB-Mo',
      '0.262',
      gigabytes(() => 400),
    ],
  ]),
  ...meters(prod, products.dynamodb, SEOUL, inventory, [
    [
      'APN2-WriteRequestUnits',
      'PayPerRequestThroughput',
      TABLE_ARN,
      'WriteRequestUnits',
      '0.0000013556',
      times(620_000),
    ],
    [
      'APN2-ReadRequestUnits',
      'PayPerRequestThroughput',
      TABLE_ARN,
      'ReadRequestUnits',
      '0.000000271',
      times(2_900_000),
    ],
  ]),
  ...meters(prod, products.lambda, SEOUL, inventory, [
    ['APN2-Lambda-GB-Second', 'Invoke', LOADER_ARN, 'Lambda-GB-Second', '0.0000166667', times(41_000)],
    ['APN2-Request', 'Invoke', LOADER_ARN, 'Requests', '0.0000002', times(310_000)],
  ]),
  ...meters(prod, products.sns, SEOUL, inventory, [
    ['APN2-DeliveryAttempts-SMTP', 'Publish', null, 'Notifications', '0.00002', times(900)],
  ]),
  ...meters(prod, products.s3, SEOUL, catalog, [
    [
      'APN2-TimedStorage-ByteHrs',
      'StandardStorage',
      'shop-catalog-images',
      'GB-Mo',
      '0.025',
      gigabytes(({ index }) => 2400 + 6 * index),
    ],
    ['APN2-Requests-Tier2', 'GetObject', 'shop-catalog-images', 'Requests', '0.00000035', times(1_900_000)],
  ]),
  ...meters(prod, products.cloudfront, null, catalog, [
    [
      'AP-DataTransfer-Out-Bytes',
      'GET',
      'arn:aws:cloudfront::111122223333:distribution/E1SHOPIMAGES00',
      'GB',
      '0.12',
      times(96),
    ],
    [
      'JP-DataTransfer-Out-Bytes',
      'GET',
      'arn:aws:cloudfront::111122223333:distribution/E1SHOPIMAGES00',
      'GB',
      '0.114',
      times(22),
    ],
  ]),
  ...meters(prod, products.cloudwatch, SEOUL, untagged, [
    ['APN2-DataProcessing-Bytes', 'PutLogEvents', null, 'GB', '0.76', times(5.5)],
  ]),
  ...meters(prod, products.route53, null, untagged, [
    ['DNS-Queries', 'A', null, 'Queries', '0.0000004', times(750_000)],
  ]),
  ...meters(dev, products.ec2, SEOUL, test, [
    [
      'APN2-BoxUsage:t3.medium',
      'RunInstances',
      'i-0d9e8f7a6b5c4d301',
      'Hrs',
      '0.052',
      (day) => (isWorkday(day) ? 10 : 0),
    ],
  ]),
  ...meters(dev, products.ec2, SEOUL, untagged, [
    [
      'APN2-EBS:VolumeUsage.gp3',
      'CreateVolume-Gp3',
      'vol-0ee55ff66aa77bb02',
      'GB-Mo',
      '0.0912',
      gigabytes(() => 500),
    ],
  ]),
  ...meters(dev, products.ec2, 'us-east-1', untagged, [
    // An instance that is started for a model on a Wednesday, and stopped on Friday night.
    [
      'BoxUsage:g5.12xlarge',
      'RunInstances',
      'i-0feedfacecafe0042',
      'Hrs',
      '5.672',
      ({ day }) => (day >= '2026-08-12' && day <= '2026-08-14' ? 24 : 0),
    ],
  ]),
  ...meters(dev, products.rds, SEOUL, test, [
    [
      'APN2-InstanceUsage:db.t4g.medium',
      'CreateDBInstance:0018',
      'arn:aws:rds:ap-northeast-2:444455556666:db:shop-dev',
      'Hrs',
      '0.102',
      allDay,
    ],
  ]),
  ...meters(data, products.s3, SEOUL, analytics, [
    [
      'APN2-TimedStorage-ByteHrs',
      'StandardStorage',
      'shop-data-lake',
      'GB-Mo',
      '0.025',
      gigabytes(({ index }) => 5200 + 14 * index),
    ],
  ]),
  ...meters(data, products.athena, SEOUL, analytics, [
    ['APN2-DataScannedInTB', 'StartQueryExecution', null, 'Terabytes', '5', workdays(0.9)],
  ]),
  ...meters(data, products.glue, SEOUL, analytics, [
    ['APN2-ETL-DPU-Hour', 'Jobrun', null, 'DPU-Hour', '0.44', times(14)],
  ]),
];
