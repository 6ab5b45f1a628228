import type { EC2Client } from '@aws-sdk/client-ec2';

/** What to throw for a call that failed: the signal's reason once that is aborted, else an error with its region. */
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
