import { ANY_TIME, type ListOperation, secondsOf, tagList } from './list-operation.ts';

// Shapes: the service models of botocore.

/** By the path of its GET. */
export type RestLists = Readonly<Record<string, ListOperation & { readonly operation: string }>>;

const GIB = 2 ** 30;

export const apiLists: RestLists = {
  '/restapis': {
    operation: 'GetRestApis',
    actions: ['apigateway:GET'],
    type: 'apigateway:restapis',
    size: { name: 'limit', default: 25, maximum: 500 },
    token: 'position',
    write: (items) => ({
      item: items.map(({ name: id, attributes, createdAt, tags }) => ({
        id,
        name: attributes.name,
        description: attributes.description,
        createdDate: secondsOf(createdAt),
        tags,
      })),
    }),
  },
  '/v2/apis': {
    operation: 'GetApis',
    actions: ['apigateway:GET'],
    type: 'apigateway:apis',
    size: { name: 'maxResults', default: 100, maximum: 500 },
    token: 'nextToken',
    write: (items) => ({
      items: items.map(({ name: apiId, attributes, createdAt, tags }) => ({
        apiId,
        name: attributes.name ?? apiId,
        description: attributes.description,
        apiEndpoint: attributes.dnsName,
        protocolType: attributes.kind ?? 'HTTP',
        routeSelectionExpression: '${request.method} ${request.path}',
        createdDate: createdAt,
        tags,
      })),
    }),
  },
};

export const clusterLists: RestLists = {
  '/clusters': {
    operation: 'ListClusters',
    actions: ['eks:ListClusters'],
    type: 'eks:cluster',
    size: { name: 'maxResults', default: 100, maximum: 100 },
    token: 'nextToken',
    write: (items) => ({ clusters: items.map(({ name }) => name) }),
  },
};

export const domainLists: RestLists = {
  '/2021-01-01/domain': {
    operation: 'ListDomainNames',
    actions: ['es:ListDomainNames'],
    type: 'es:domain',
    write: (items) => ({
      DomainNames: items.map(({ name, attributes }) => ({
        DomainName: name,
        EngineType: attributes.engine ?? 'OpenSearch',
      })),
    }),
  },
};

export const fileSystemLists: RestLists = {
  '/2015-02-01/file-systems': {
    operation: 'DescribeFileSystems',
    actions: ['elasticfilesystem:DescribeFileSystems'],
    type: 'elasticfilesystem:file-system',
    size: { name: 'MaxItems', default: 100, maximum: 100 },
    token: 'Marker',
    next: 'NextMarker',
    write: (items, { accountId }) => ({
      FileSystems: items.map(({ arn, name, attributes, createdAt = ANY_TIME, tags }) => ({
        OwnerId: accountId,
        CreationToken: name,
        FileSystemId: name,
        FileSystemArn: arn,
        CreationTime: secondsOf(createdAt),
        LifeCycleState: attributes.status ?? 'available',
        NumberOfMountTargets: 0,
        SizeInBytes: { Value: (attributes.sizeGiB ?? 0) * GIB },
        PerformanceMode: 'generalPurpose',
        Encrypted: attributes.encrypted,
        Tags: tagList(tags),
      })),
    }),
  },
};

const none = { Quantity: 0 };

export const distributionLists: RestLists = {
  '/2020-05-31/distribution': {
    operation: 'ListDistributions',
    actions: ['cloudfront:ListDistributions'],
    type: 'cloudfront:distribution',
    size: { name: 'MaxItems', default: 100, maximum: 100 },
    token: 'Marker',
    next: 'NextMarker',
    write: (items, _, hasMore) => ({
      Marker: '',
      MaxItems: 100,
      IsTruncated: hasMore,
      Quantity: items.length,
      Items: {
        DistributionSummary: items.map(({ arn, name, attributes, createdAt = ANY_TIME }) => ({
          Id: name,
          ARN: arn,
          Status: attributes.status ?? 'Deployed',
          LastModifiedTime: createdAt,
          DomainName: attributes.dnsName ?? `${name.toLowerCase()}.cloudfront.net`,
          Aliases: {
            Quantity: attributes.aliases?.length ?? 0,
            Items: { CNAME: attributes.aliases ?? [] },
          },
          Origins: { Quantity: 0, Items: {} },
          DefaultCacheBehavior: { TargetOriginId: '', ViewerProtocolPolicy: 'allow-all' },
          CacheBehaviors: none,
          CustomErrorResponses: none,
          Comment: attributes.description ?? '',
          PriceClass: 'PriceClass_All',
          Enabled: attributes.enabled ?? true,
          ViewerCertificate: {},
          Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
          WebACLId: '',
          HttpVersion: 'http2',
          IsIPV6Enabled: true,
          Staging: false,
        })),
      },
    }),
  },
};
