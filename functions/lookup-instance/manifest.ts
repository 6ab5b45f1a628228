import type { FunctionManifest } from '@groundcrew/lambda';

const WILDCARD_REASON =
  'EC2 supports no resource-level permissions for its describe calls (service authorization reference, "Amazon EC2").';

/** How `lookup-instance` is wired: behind an HTTP API, and for direct invocations by authorized callers. */
export const manifest: FunctionManifest = {
  name: 'lookup-instance',
  description: 'Finds an instance by id, address, DNS name, name or tags',
  // Loading the SDK needs CPU, which is allocated with the memory.
  memoryMb: 512,
  // The timeout of an HTTP API is 30 seconds.
  timeoutSeconds: 29,
  environment: { REGIONS: { setting: 'LookupRegions' } },
  // Any method: the function itself responds to unsupported ones, for which API Gateway would return "not found".
  trigger: { type: 'http-api', api: 'FleetApi', route: 'ANY /instances' },
  permissions: [
    {
      actions: [
        'ec2:DescribeInstances',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeRegions',
        'ec2:DescribeSubnets',
      ],
      on: { all: true, reason: WILDCARD_REASON },
    },
  ],
};
