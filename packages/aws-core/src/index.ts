export { type Arn, formatArn, parseArn, partitionOf, regionOfPartition } from './arns.ts';
export { attachSession } from './attached-session.ts';
export { type BucketLimiter, type Call, type CallSettings, createCall } from './call.ts';
export { isThrottle, isTransient } from './classify.ts';
export { isFatalChange, isRetryableChange } from './classify-change.ts';
export {
  type ClientConfig,
  type ConnectionSettings,
  type CredentialProvider,
  clientConfig,
  MAX_SOCKETS,
} from './connection.ts';
export { type Denial, parseDenial, type PolicyKind } from './denial.ts';
export { mergePages } from './merge-pages.ts';
export { createPageGuard, type PageLimits } from './page-guard.ts';
export { collectPages, type Page, pages } from './pages.ts';
export { attachProxies } from './proxies.ts';
export {
  createRateLimiter,
  type RateLimiter,
  type RateLimiterClock,
  type TokenBucketRate,
} from './rate-limiter.ts';
export { isAccountId, isOptInRegion, isRegionName, knownRegions, regionOfZone } from './regions.ts';
export { kmsFailureOf } from './kms-error.ts';
export { wrapServiceError } from './service-error.ts';
export type { ServiceErrorContext, ServiceErrorReason } from './service-error-reason.ts';
export { createSigner, type SignableRequest, type SignatureHeaders, type Signer } from './signer.ts';
export { queryText, signRequest, type UnsignedRequest } from './sign-request.ts';
