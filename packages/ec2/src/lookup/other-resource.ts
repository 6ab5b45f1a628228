/** Ids of other resources: searched for as names, they would never be found. */
const otherIds: Readonly<Record<string, string>> = {
  acl: 'a network ACL',
  ami: 'an image',
  eipalloc: 'an elastic IP address',
  elb: 'a load balancer',
  fs: 'a file system',
  igw: 'an internet gateway',
  lt: 'a launch template',
  mi: 'a machine outside EC2 (Systems Manager)',
  nat: 'a NAT gateway',
  pcx: 'a peering connection',
  r: 'a reservation',
  rtb: 'a route table',
  sg: 'a security group',
  sir: 'a spot request',
  snap: 'a snapshot',
  subnet: 'a subnet',
  tgw: 'a transit gateway',
  vol: 'a volume',
  vpc: 'a VPC',
  vpce: 'a VPC endpoint',
};

/** The kind of resource whose id the text is, unless it is an instance or a network interface. */
export function otherResource(text: string): string | undefined {
  const prefix = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(text)?.[1];
  return prefix !== undefined && Object.hasOwn(otherIds, prefix) ? otherIds[prefix] : undefined;
}

/** Whether a text is a host name of AWS that is not an instance's: that of a load balancer or a database. */
export function otherService(text: string): boolean {
  const name = text.toLowerCase().replace(/\.$/, '');
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(name)) return false;
  return !/\.(?:compute|compute-1)\.amazonaws\.com(?:\.cn)?$/.test(name);
}
