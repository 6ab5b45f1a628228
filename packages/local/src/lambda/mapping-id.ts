import { createHash } from 'node:crypto';

/** The UUID of the mapping of a stream to a function: the same after a restart. */
export function mappingIdOf(functionName: string, streamArn: string): string {
  const hash = createHash('sha256').update(`${functionName} ${streamArn}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ].join('-');
}
