import type { EC2Client } from '@aws-sdk/client-ec2';
import type { CallSettings } from '@groundcrew/aws-core';
import type { Ec2Bucket } from './limiters.ts';

/** Dependencies of the wrappers of EC2. */
export interface Ec2Settings extends CallSettings<Ec2Bucket> {
  readonly client: EC2Client;
}
