import type { FunctionManifest } from '@groundcrew/lambda';

const WILDCARD_REASON =
  'EC2 supports no resource-level permissions for its describe calls (service authorization reference, "Amazon EC2").';

/** The resources and triggers of `lookup-instance`: an HTTP API, and direct invocation by authorized callers. */
export const manifest: FunctionManifest = {
  name: 'lookup-instance',
  description: 'Finds an instance by id, address, DNS name, name or tags',
  // Loading the SDK is limited by the CPU, which scales with the memory.
  memoryMb: 512,
  // An HTTP API times out after 30 seconds.
  timeoutSeconds: 29,
  environment: { REGIONS: { setting: 'LookupRegions' } },
  // Any method: API Gateway would respond "not found" to unsupported ones; the function reports them.
  trigger: { type: 'http-api', api: 'FleetApi', route: 'ANY /instances' },
  permissions: [
    { actions: ['ec2:DescribeInstances', 'ec2:DescribeRegions'], on: { all: true, reason: WILDCARD_REASON } },
  ],
};
