import { type Cidr, cidr, formatCidr } from '../cidr/index.ts';
import { defaultZones } from './zones.ts';

export interface InitialNetworkOptions {
  /** Default: `shop`. */
  readonly name?: string;
  /** Default: `ap-northeast-2`. */
  readonly region?: string;
  /** Default: 10.20.0.0/16. */
  readonly cidr?: Cidr;
  /** Where editors find the schema: a path from the file, or a URL. */
  readonly schema?: string;
}

/** With these, a range from /16 to /21 makes subnets of /27 at least for the load balancer. */
const usualShares = { room: '4', public: '1/16', private: '1/2', data: '1/8' } as const;
/** For smaller ones, down to {@link SMALLEST_INITIAL}. */
const smallShares = { room: '2', public: '1/4', private: '1/2', data: '1/4' } as const;
/** The prefix length of the smallest range that has the three tiers in two zones, those of the load balancer of /27. */
export const SMALLEST_INITIAL = 24;

/** What `network init` writes: a file to start from, with comments. */
export function initialNetwork({
  name = 'shop',
  region = 'ap-northeast-2',
  cidr: range = cidr('10.20.0.0/16'),
  schema = './packages/network/network.schema.json',
}: InitialNetworkOptions = {}): string {
  const zones = defaultZones(region);
  const shares = range.length > 21 ? smallShares : usualShares;
  const values: Readonly<Record<string, string>> = {
    schema,
    name,
    region,
    cidr: formatCidr(range),
    zones: zones.join(', '),
    zone: zones[0]!,
    ...shares,
  };
  return STARTER.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key]!);
}

const STARTER = `# yaml-language-server: $schema={schema}
# A network. See who gets which addresses:  groundcrew network address-plan network.yaml
# See what would be made, and its price:    groundcrew network plan network.yaml
version: 1

# What is made has this name, and the tag groundcrew:network with it.
name: {name}
region: {region}

# From /16 to /28. It cannot be changed later; ranges can be added beside it.
cidr: {cidr}

# Ids of zones, which mean the same place in each account (the names, {region}a, do not).
zones: [{zones}]

# Each tier keeps room for this many zones: a further one moves nothing.
roomForZones: {room}

# Subnets of one purpose, one in each zone. A share is of the whole VPC, and rounded down to a power of two.
#   public    has a route to the internet, and from it
#   private   gets out through NAT (and IPv6 through an egress-only internet gateway), and nothing in
#   isolated  has no route out of the VPC, but for endpoints
tiers:
  public:  { access: public, share: {public} }
  private: { access: private, share: {private} }
  data:    { access: isolated, share: {data} }

# none, one (a zone that fails takes the others with it), per-zone, or regional. Each costs by the hour.
nat: one

# Amazon's range of /56 for the VPC, and a /64 for each subnet.
ipv6: false

# Gateway endpoints: free, and without NAT. Or: none
endpoints: [s3, dynamodb]

# Ranges of offices, partners and other VPCs, which nothing here may overlap.
# avoid: [192.168.0.0/16, 10.0.0.0/16]

tags:
  Project: {name}

# Security groups: who may come in. All are let out. The tier is where their members are, for the paths below.
groups:
  web:
    tier: private
    allow: [{ from: www, ports: 8080 }]
  app:
    tier: private
    allow: [{ from: web, ports: 8081 }]
  db:
    tier: data
    allow: [{ from: app, ports: 5432 }]

loadBalancers:
  www:
    scheme: internet-facing
    tier: public
    listeners:
      - port: 80
        target: { port: 8080, health: /health }
    # record: { name: www.example.com, hostedZone: Z0123456789ABC }

# What has to be reachable, and what must not be.
paths:
  - internet -> www:80
  - web -> app:8081
  - app -> db:5432
  - never internet -> db:*

# Subnets whose ranges are given. "address-plan --write" writes here what it has planned.
# subnets:
#   public:
#     {zone}: {cidr}
`;
