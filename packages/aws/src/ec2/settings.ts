import type { EC2Client } from '@aws-sdk/client-ec2';
import type { CallSettings } from '@groundcrew/aws-core';
import type { Ec2Bucket } from './limiters.ts';

/** Dependencies of the wrappers of EC2. */
export interface Ec2Settings extends CallSettings<Ec2Bucket> {
  readonly client: EC2Client;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The signal in the options of `client.send`. */
export function sendOptions(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}
