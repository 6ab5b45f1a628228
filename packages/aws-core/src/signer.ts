import { createHmac, hash } from 'node:crypto';
import type { AwsCredentialIdentity } from '@smithy/types';

/** One POST to the root of an AWS JSON service. */
export interface SignableRequest {
  /** As it is sent in the `host` header: with the port where that is not the scheme's own. */
  readonly host: string;
  readonly contentType: string;
  /** `DynamoDB_20120810.BatchWriteItem` */
  readonly target: string;
  readonly body: string | Uint8Array;
}

/** The headers that {@link Signer} adds. */
export interface SignatureHeaders {
  'x-amz-date': string;
  'x-amz-security-token'?: string;
  authorization: string;
}

/** Signs a request with `credentials` as of `nowMs`, milliseconds since 1970. */
export type Signer = (
  request: SignableRequest,
  credentials: AwsCredentialIdentity,
  nowMs: number,
) => SignatureHeaders;

/**
 * Signature Version 4 for the one shape of request that writes are made of, and so a tenth of the work of a
 * signer for all shapes: POST, path `/`, no query, five headers. The signing key changes once a day, the
 * date once a second: both are kept. Source: AWS IAM User Guide, "Create a signed AWS API request".
 */
export function createSigner(place: { region: string; service: string }): Signer {
  const { region, service } = place;
  let second = -1;
  let date = '';
  let day = '';
  let scope = '';
  let keyId = '';
  let signingKey: Buffer | undefined;

  return ({ host, contentType, target, body }, credentials, nowMs) => {
    const nowSecond = Math.floor(nowMs / 1000);
    if (nowSecond !== second) {
      second = nowSecond;
      date = `${new Date(nowSecond * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    }
    const today = date.slice(0, 8);
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const id = `${accessKeyId}\0${secretAccessKey}`;
    if (signingKey === undefined || today !== day || id !== keyId) {
      day = today;
      keyId = id;
      scope = `${day}/${region}/${service}/aws4_request`;
      signingKey = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));
    }
    const signed = sessionToken
      ? 'content-type;host;x-amz-date;x-amz-security-token;x-amz-target'
      : 'content-type;host;x-amz-date;x-amz-target';
    const tokenLine = sessionToken ? `x-amz-security-token:${sessionToken}\n` : '';
    const canonical =
      `POST\n/\n\ncontent-type:${contentType}\nhost:${host}\nx-amz-date:${date}\n${tokenLine}` +
      `x-amz-target:${target}\n\n${signed}\n${hash('sha256', body)}`;
    const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = createHmac('sha256', signingKey).update(toSign).digest('hex');
    return {
      'x-amz-date': date,
      ...(sessionToken && { 'x-amz-security-token': sessionToken }),
      authorization:
        `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, ` +
        `SignedHeaders=${signed}, Signature=${signature}`,
    };
  };
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
