import type { Json } from './intrinsics.ts';

/** A statement that denies requests without TLS. */
export function tlsOnly(action: string, resource: Json): Json {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: action,
    Resource: resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
