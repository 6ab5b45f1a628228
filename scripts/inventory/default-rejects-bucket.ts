import { whoAmI } from '@groundcrew/aws/identity';
import type { Connection } from '../connection.ts';

/** The bucket of rejects of a stack whose setting was left empty. */
export async function defaultRejectsBucket(connection: Connection, signal: AbortSignal): Promise<string> {
  const { accountId } = await whoAmI(connection, signal);
  return `groundcrew-rejects-${accountId}-${connection.region ?? ''}`;
}
