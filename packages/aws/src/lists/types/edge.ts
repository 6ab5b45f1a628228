import { attributesOf } from '@groundcrew/account';
import { list, structure } from '../fields.ts';
import { arnIn, defineList, type ListType, networkLinks } from '../list-call.ts';

/** API reference of Elastic Load Balancing, version 2015-12-01, "DescribeLoadBalancers". */
const loadBalancers = defineList({
  service: 'elbv2',
  operation: 'DescribeLoadBalancers',
  permissions: ['elasticloadbalancing:DescribeLoadBalancers'],
  input: () => ({ PageSize: 400 }),
  token: 'Marker',
  response: {
    NextMarker: 'text',
    LoadBalancers: list({
      LoadBalancerArn: 'text',
      LoadBalancerName: 'text',
      DNSName: 'text',
      CreatedTime: 'date',
      Scheme: 'text',
      Type: 'text',
      VpcId: 'text',
      State: structure({ Code: 'text' }),
      SecurityGroups: list('text'),
    }),
  },
  items: ({ LoadBalancers }) => LoadBalancers,
  next: ({ NextMarker }) => NextMarker,
  resource: ({ LoadBalancerArn: arn, CreatedTime: createdAt, ...found }, place) =>
    arn === undefined
      ? undefined
      : {
          arn,
          ...(createdAt && { createdAt }),
          links: networkLinks(place, { vpc: found.VpcId, groups: found.SecurityGroups ?? [] }),
          attributes: attributesOf({
            dnsName: found.DNSName,
            kind: found.Type,
            name: found.LoadBalancerName,
            scheme: found.Scheme,
            status: found.State?.Code,
          }),
        },
});

/** The same, version 2012-06-01: classic ones, whose ARNs are not in their list. */
const classicLoadBalancers = defineList({
  service: 'elb',
  operation: 'DescribeLoadBalancers',
  permissions: ['elasticloadbalancing:DescribeLoadBalancers'],
  input: () => ({ PageSize: 400 }),
  token: 'Marker',
  response: {
    NextMarker: 'text',
    LoadBalancerDescriptions: list({
      LoadBalancerName: 'text',
      DNSName: 'text',
      CreatedTime: 'date',
      Scheme: 'text',
      VPCId: 'text',
      SecurityGroups: list('text'),
    }),
  },
  items: ({ LoadBalancerDescriptions }) => LoadBalancerDescriptions,
  next: ({ NextMarker }) => NextMarker,
  resource: ({ LoadBalancerName: name, CreatedTime: createdAt, ...found }, place) =>
    name === undefined
      ? undefined
      : {
          arn: arnIn(place, 'elasticloadbalancing', `loadbalancer/${name}`),
          ...(createdAt && { createdAt }),
          links: networkLinks(place, { vpc: found.VPCId, groups: found.SecurityGroups ?? [] }),
          attributes: attributesOf({ dnsName: found.DNSName, kind: 'classic', name, scheme: found.Scheme }),
        },
});

/** API reference of Amazon CloudFront, "ListDistributions". */
const distributions = defineList({
  service: 'cloudfront',
  operation: 'ListDistributions',
  permissions: ['cloudfront:ListDistributions'],
  path: '/2020-05-31/distribution',
  root: 'DistributionList',
  token: 'Marker',
  response: {
    NextMarker: 'text',
    Items: list(
      {
        ARN: 'text',
        Status: 'text',
        DomainName: 'text',
        Comment: 'text',
        Enabled: 'flag',
        Aliases: structure({ Items: list('text', 'CNAME') }),
      },
      'DistributionSummary',
    ),
  },
  items: ({ Items }) => Items,
  next: ({ NextMarker }) => NextMarker,
  resource: ({ ARN: arn, ...found }) =>
    arn === undefined
      ? undefined
      : {
          arn,
          attributes: attributesOf({
            aliases: found.Aliases?.Items,
            description: found.Comment,
            dnsName: found.DomainName,
            enabled: found.Enabled,
            status: found.Status,
          }),
        },
});

/** API reference of Amazon Route 53, "ListHostedZones". */
const hostedZones = defineList({
  service: 'route53',
  operation: 'ListHostedZones',
  permissions: ['route53:ListHostedZones'],
  path: '/2013-04-01/hostedzone',
  input: () => ({ maxitems: 100 }),
  token: 'marker',
  response: {
    NextMarker: 'text',
    HostedZones: list(
      { Id: 'text', Name: 'text', Config: structure({ Comment: 'text', PrivateZone: 'flag' }) },
      'HostedZone',
    ),
  },
  items: ({ HostedZones }) => HostedZones,
  next: ({ NextMarker }) => NextMarker,
  resource: ({ Id: path, Name: name, Config: config }, place) =>
    path === undefined
      ? undefined
      : {
          arn: arnIn({ ...place, region: '', accountId: '' }, 'route53', path.replace(/^\//, '')),
          attributes: attributesOf({
            description: config?.Comment,
            kind: config?.PrivateZone === true ? 'private' : 'public',
            name,
          }),
        },
});

/** API reference of Amazon API Gateway, "GetRestApis". Its ARNs have no account. */
const restApis = defineList({
  service: 'api-gateway',
  operation: 'GetRestApis',
  permissions: ['apigateway:GET'],
  path: '/restapis',
  input: () => ({ limit: 500 }),
  token: 'position',
  response: {
    position: 'text',
    item: list({ id: 'text', name: 'text', description: 'text', createdDate: 'date', tags: 'map' }),
  },
  items: ({ item }) => item,
  next: ({ position }) => position,
  resource: ({ id, name, description, createdDate: createdAt, tags = {} }, place) =>
    id === undefined
      ? undefined
      : {
          arn: arnIn({ ...place, accountId: '' }, 'apigateway', `/restapis/${id}`),
          ...(createdAt && { createdAt }),
          tags,
          attributes: attributesOf({ description, kind: 'REST', name }),
        },
});

/** API reference of Amazon API Gateway, version 2, "GetApis": those of HTTP and WebSocket. */
const httpApis = defineList({
  service: 'api-gateway-v2',
  operation: 'GetApis',
  permissions: ['apigateway:GET'],
  path: '/v2/apis',
  input: () => ({ maxResults: 100 }),
  token: 'nextToken',
  response: {
    nextToken: 'text',
    items: list({
      apiId: 'text',
      name: 'text',
      description: 'text',
      apiEndpoint: 'text',
      protocolType: 'text',
      createdDate: 'date',
      tags: 'map',
    }),
  },
  items: ({ items }) => items,
  next: ({ nextToken }) => nextToken,
  resource: ({ apiId: id, createdDate: createdAt, tags = {}, ...found }, place) =>
    id === undefined
      ? undefined
      : {
          arn: arnIn({ ...place, accountId: '' }, 'apigateway', `/apis/${id}`),
          ...(createdAt && { createdAt }),
          tags,
          attributes: attributesOf({
            description: found.description,
            dnsName: found.apiEndpoint,
            kind: found.protocolType,
            name: found.name,
          }),
        },
});

export const edgeTypes = {
  'apigateway:apis': { title: 'HTTP and WebSocket APIs', calls: [httpApis] },
  'apigateway:restapis': { title: 'REST APIs', calls: [restApis] },
  'cloudfront:distribution': { title: 'CloudFront distributions', calls: [distributions] },
  'elasticloadbalancing:loadbalancer': {
    title: 'load balancers',
    calls: [loadBalancers, classicLoadBalancers],
  },
  'route53:hostedzone': { title: 'hosted zones', calls: [hostedZones] },
} as const satisfies Readonly<Record<string, ListType>>;
