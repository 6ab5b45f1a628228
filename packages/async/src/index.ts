export { type BackoffLimits, backoffMs, sleep } from './backoff.ts';
export { type ConcurrencyLimiter, createConcurrencyLimiter, mapConcurrent } from './concurrency.ts';
export { createRandom, type Random } from './random.ts';
export { type RetryOptions, retry } from './retry.ts';
