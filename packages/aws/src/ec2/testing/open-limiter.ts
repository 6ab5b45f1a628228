import type { Ec2Bucket, Ec2Limiter } from '../limiters.ts';

/** A limiter that never waits and records its calls. */
export function createOpenLimiter(): Ec2Limiter & { readonly log: string[] } {
  const log: string[] = [];
  return {
    log,
    take: async (bucket: Ec2Bucket, signal) => {
      signal?.throwIfAborted();
      log.push(`take ${bucket}`);
    },
    throttled: (bucket) => void log.push(`throttled ${bucket}`),
  };
}
