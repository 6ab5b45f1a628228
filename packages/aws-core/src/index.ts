export { type Arn, formatArn, parseArn, partitionOf } from './arns.ts';
export { type BucketLimiter, type Call, type CallSettings, createCall } from './call.ts';
export { isThrottle, isTransient } from './classify.ts';
export { type ClientConfig, type ConnectionSettings, clientConfig, MAX_SOCKETS } from './connection.ts';
export { mergePages } from './merge-pages.ts';
export { collectPages, type Page, pages } from './pages.ts';
export {
  createRateLimiter,
  type RateLimiter,
  type RateLimiterClock,
  type TokenBucketRate,
} from './rate-limiter.ts';
export { isAccountId, isRegionName } from './regions.ts';
export { type ServiceErrorContext, type ServiceErrorReason, wrapServiceError } from './service-error.ts';
export { createSigner, type SignableRequest, type SignatureHeaders, type Signer } from './signer.ts';
