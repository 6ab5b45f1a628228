import { chunksOf } from '../http-server/read-body.ts';
import { AwsError, type LocalRequest } from '../service.ts';
import { createChunkedDecoder } from './aws-chunked.ts';
import type { BlobReference, BlobStore, BlobWriter } from './blobs.ts';
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumHeader,
  createDigester,
  parseChecksumAlgorithm,
} from './checksums.ts';
import { malformedXml } from './errors.ts';

/** A stored body. */
export interface ReceivedBody {
  readonly blob: BlobReference;
  /** Hexadecimal. */
  readonly md5: string;
  /** The checksum that the client sent and that matched, or that it requested. */
  readonly checksum?: Checksum;
}

/** A client's claims about its body, all of which are verified. */
interface Claims {
  readonly isChunked: boolean;
  readonly sizeBytes: number | undefined;
  /** Base64. */
  readonly md5: string | undefined;
  /** Hexadecimal. */
  readonly sha256: string | undefined;
  readonly algorithm: ChecksumAlgorithm | undefined;
  /** Base64; in a trailer if it is not in a header. */
  readonly checksum: string | undefined;
}

/** S3's limit for one request. */
const MAX_BODY_BYTES = 5 * 1024 ** 3;

/**
 * Stores the body of a PUT, decoded, as it streams in, and checks it against the client's claims.
 *
 * @param algorithm the checksum to compute if the client names none: that of the part's upload.
 * @throws AwsError `BadDigest`, `InvalidDigest`, `XAmzContentSHA256Mismatch`, `IncompleteBody`,
 *   `EntityTooLarge`; nothing is left behind then.
 */
export async function receiveBody(
  request: LocalRequest,
  blobs: BlobStore,
  algorithm?: ChecksumAlgorithm,
): Promise<ReceivedBody> {
  refuseUnknownLength(request.headers);
  const claims = readClaims(request.headers, algorithm);
  const writer = blobs.create();
  try {
    return await receive(request, writer, claims);
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/**
 * Reads the body of a request that is a document, checked as {@link receiveBody} does.
 *
 * @param options `hasObjectChecksum`: a checksum in the request is that of an object, not of this document.
 *
 * @throws AwsError `MalformedXML` above `maxBytes`.
 */
export async function receiveDocument(
  request: LocalRequest,
  { maxBytes = 2 * 1024 ** 2, hasObjectChecksum = false } = {},
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const writer: BlobWriter = {
    async write(bytes) {
      sizeBytes += bytes.length;
      if (sizeBytes > maxBytes) throw malformedXml();
      chunks.push(bytes);
    },
    finish: async () => ({ id: '', sizeBytes }),
    async discard() {},
  };
  const claims = readClaims(request.headers, undefined);
  await receive(
    request,
    writer,
    hasObjectChecksum ? { ...claims, algorithm: undefined, checksum: undefined } : claims,
  );
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * S3 has to know the length of an object before its bytes come: in `content-length`, or beside chunks of its own encoding.
 *
 * Rules: "PutObject" of the S3 API reference, and "Signature calculations for the Authorization header: transferring payload in multiple
 * chunks" there. The code is the one that S3 was seen to return.
 *
 * @throws AwsError 501 `NotImplemented`
 */
function refuseUnknownLength(headers: LocalRequest['headers']): void {
  if (headers['transfer-encoding'] === undefined) return;
  if (headers['x-amz-decoded-content-length'] !== undefined) return;
  throw new AwsError(
    501,
    'NotImplemented',
    'A header you provided implies functionality that is not implemented: send Content-Length, or upload in parts',
    { fields: { Header: 'Transfer-Encoding' } },
  );
}

async function receive(request: LocalRequest, writer: BlobWriter, claims: Claims): Promise<ReceivedBody> {
  const md5 = createDigester('MD5');
  const sha256 = claims.sha256 === undefined ? undefined : createDigester('SHA256');
  const digester = claims.algorithm && createDigester(claims.algorithm);
  const decoder = claims.isChunked ? createChunkedDecoder() : undefined;
  let sizeBytes = 0;
  for await (const chunk of chunksOf(request)) {
    for (const payload of decoder ? decoder.push(chunk) : [chunk]) {
      sizeBytes += payload.length;
      if (sizeBytes > MAX_BODY_BYTES) throw tooLarge(sizeBytes);
      md5.update(payload);
      sha256?.update(payload);
      digester?.update(payload);
      await writer.write(payload);
    }
  }
  const trailers = decoder?.end() ?? {};
  if (claims.sizeBytes !== undefined && claims.sizeBytes !== sizeBytes) {
    throw new AwsError(
      400,
      'IncompleteBody',
      `You did not provide the number of bytes specified by the Content-Length HTTP header: ${sizeBytes} received, ${claims.sizeBytes} announced`,
    );
  }
  const received = {
    md5: md5.digest(),
    sha256: sha256 && Buffer.from(sha256.digest(), 'base64').toString('hex'),
    checksum: digester?.digest(),
  };
  check(claims, received, trailers);
  return {
    blob: await writer.finish(),
    md5: Buffer.from(received.md5, 'base64').toString('hex'),
    ...(claims.algorithm &&
      received.checksum !== undefined && {
        checksum: { algorithm: claims.algorithm, type: 'FULL_OBJECT' as const, value: received.checksum },
      }),
  };
}

function readClaims(headers: LocalRequest['headers'], algorithm: ChecksumAlgorithm | undefined): Claims {
  const contentHash = headers['x-amz-content-sha256'];
  const isChunked =
    contentHash?.startsWith('STREAMING-') === true ||
    // A client may name the encoding as one of the object's, and send no chunks.
    (headers['content-encoding']?.includes('aws-chunked') === true &&
      headers['x-amz-decoded-content-length'] !== undefined);
  const length = isChunked ? headers['x-amz-decoded-content-length'] : headers['content-length'];
  const sizeBytes = length === undefined ? undefined : Number(length);
  if (sizeBytes !== undefined && sizeBytes > MAX_BODY_BYTES) throw tooLarge(sizeBytes);
  const md5 = headers['content-md5'];
  if (md5 !== undefined && Buffer.from(md5, 'base64').length !== 16) {
    throw new AwsError(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', {
      fields: { 'Content-MD5': md5 },
    });
  }
  const inHeader = algorithmInHeader(headers);
  return {
    isChunked,
    sizeBytes,
    md5,
    sha256: contentHash && /^[0-9a-f]{64}$/.test(contentHash) ? contentHash : undefined,
    algorithm: inHeader ?? namedAlgorithm(headers) ?? algorithm,
    checksum: inHeader && headers[checksumHeader(inHeader)],
  };
}

/**
 * Rules: "Checking object integrity for data uploads" in the S3 user guide: one checksum a request.
 *
 * @throws AwsError `InvalidRequest` for more of them, and for algorithms that are not supported
 */
function algorithmInHeader(headers: LocalRequest['headers']): ChecksumAlgorithm | undefined {
  const [first, second] = Object.keys(headers)
    .map((name) => /^x-amz-checksum-(?!algorithm$|mode$|type$)(.+)$/.exec(name)?.[1])
    .filter((name) => name !== undefined);
  if (second !== undefined) {
    throw new AwsError(
      400,
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  return first === undefined ? undefined : parseChecksumAlgorithm(first);
}

/** From the announced trailer, or from the SDK's own header. */
function namedAlgorithm(headers: LocalRequest['headers']): ChecksumAlgorithm | undefined {
  const name =
    headers['x-amz-trailer']?.match(/x-amz-checksum-([a-z0-9]+)/i)?.[1] ??
    headers['x-amz-sdk-checksum-algorithm'];
  return name === undefined ? undefined : parseChecksumAlgorithm(name);
}

function check(
  claims: Claims,
  received: {
    readonly md5: string;
    readonly sha256: string | undefined;
    readonly checksum: string | undefined;
  },
  trailers: Readonly<Record<string, string>>,
): void {
  if (claims.md5 !== undefined && claims.md5 !== received.md5) {
    throw new AwsError(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.', {
      fields: { ExpectedDigest: claims.md5, CalculatedDigest: received.md5 },
    });
  }
  if (claims.sha256 !== received.sha256) {
    throw new AwsError(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      {
        fields: {
          ClientComputedContentSHA256: claims.sha256 ?? '',
          S3ComputedContentSHA256: received.sha256 ?? '',
        },
      },
    );
  }
  const checksum = claims.checksum ?? (claims.algorithm && trailers[checksumHeader(claims.algorithm)]);
  if (checksum !== undefined && checksum !== received.checksum) {
    throw new AwsError(
      400,
      'BadDigest',
      `The ${claims.algorithm} you specified did not match the calculated checksum.`,
      { fields: { ExpectedDigest: checksum, CalculatedDigest: received.checksum ?? '' } },
    );
  }
}

function tooLarge(sizeBytes: number): AwsError {
  return new AwsError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    fields: { ProposedSize: String(sizeBytes), MaxSizeAllowed: String(MAX_BODY_BYTES) },
  });
}
