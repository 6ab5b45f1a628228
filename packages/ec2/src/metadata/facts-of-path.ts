const addresses = ['privateIpv4', 'publicIpv4', 'ipv6'];

/** The facts that a path of the metadata service is about, by the keys of their columns. */
const rules: readonly (readonly [path: RegExp, facts: readonly string[]])[] = [
  [/^dynamic\/instance-identity\//, ['accountId', 'launchTime']],
  [/^meta-data\/ami-id$/, ['imageId']],
  [/^meta-data\/placement\/availability-zone$/, ['availabilityZone']],
  [/^meta-data\/placement\/availability-zone-id$/, ['availabilityZoneId']],
  [/^meta-data\/instance-life-cycle$/, ['lifecycle']],
  [/^meta-data\/local-hostname$/, ['privateDnsName']],
  [/^meta-data\/public-hostname$/, ['publicDnsName']],
  [/^meta-data\/mac$/, ['macAddress', 'vpcId', 'subnetId', 'securityGroups']],
  [/\/vpc-id$/, ['vpcId']],
  [/\/subnet-id$/, ['subnetId']],
  [/\/security-group(?:s|-ids)$/, ['securityGroups']],
  [/local-ipv4s?$/, ['privateIpv4']],
  [/public-ipv4s?$/, ['publicIpv4']],
  [/\/ipv6s$/, ['ipv6']],
  [/\/device-number$/, addresses],
  [/network\/interfaces\/macs\/?$/, addresses],
  [/^meta-data\/iam\/info$/, ['instanceProfileArn']],
  [/^meta-data\/iam\/security-credentials/, ['role']],
  [/^meta-data\/tags\/instance\/?$/, ['tags', 'name']],
  [/^meta-data\/tags\/instance\/Name$/, ['tags', 'name']],
  [/^meta-data\/tags\//, ['tags']],
  [/^meta-data\/spot\//, ['spotAction']],
  [/^meta-data\/events\/recommendations\//, ['rebalance']],
  [/^meta-data\/events\/maintenance\//, ['maintenance']],
  [/^meta-data\/autoscaling\//, ['autoScalingState']],
];

export function factsOfPath(path: string): readonly string[] {
  return rules.find(([pattern]) => pattern.test(path))?.[1] ?? [];
}
