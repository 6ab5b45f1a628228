import type { EC2Client } from '@aws-sdk/client-ec2';

/** The error of a failed call: the signal's reason if it is aborted, otherwise an error with the region. */
export async function failureOf(
  client: EC2Client,
  signal: AbortSignal | undefined,
  wrap: (region: string | undefined) => Error,
): Promise<unknown> {
  return signal?.aborted ? signal.reason : wrap(await regionOf(client));
}

async function regionOf(client: EC2Client): Promise<string | undefined> {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  }
}
