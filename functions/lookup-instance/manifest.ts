import type { FunctionManifest } from '@groundcrew/lambda';

const WILDCARD_REASON =
  'EC2 has no permissions by instance for its describe calls (service authorization reference, "Amazon EC2").';

/** How `lookup-instance` is wired: behind an HTTP API, and invoked directly by whoever may. */
export const manifest: FunctionManifest = {
  name: 'lookup-instance',
  description: 'Tells which instance it is, by id, address, DNS name, name or tags',
  // Loading the SDK is work for the processor, which comes with the memory.
  memoryMb: 512,
  // An HTTP API waits for 30 seconds.
  timeoutSeconds: 29,
  environment: { REGIONS: { setting: 'LookupRegions' } },
  // Any method: the function says itself which it does not serve, where API Gateway says "not found".
  trigger: { type: 'http-api', api: 'FleetApi', route: 'ANY /instances' },
  permissions: [
    { actions: ['ec2:DescribeInstances', 'ec2:DescribeRegions'], on: { all: true, reason: WILDCARD_REASON } },
  ],
};
