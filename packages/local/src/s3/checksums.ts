import { createHash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { type Crc, crc32C, crc32Ieee, crc64Nvme } from './crc.ts';

const crcs = { CRC32: crc32Ieee, CRC32C: crc32C, CRC64NVME: crc64Nvme } as const;
const hashes = { MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;

/** The supported checksum algorithms of S3: all except the XXHASH family. */
export type ChecksumAlgorithm = keyof typeof crcs | keyof typeof hashes;

/** S3's types: of the whole object, or of the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one ends with `-` and the number of parts. */
  readonly value: string;
}

/** An incremental digest. */
export interface Digester {
  update(bytes: Uint8Array): void;
  /** Base64. */
  digest(): string;
}

export const checksumAlgorithms = [
  ...Object.keys(crcs),
  ...Object.keys(hashes),
] as readonly ChecksumAlgorithm[];

/** `x-amz-checksum-crc32` */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The element and member name in XML: `ChecksumCRC32`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** @throws AwsError `InvalidRequest` for any other name. */
export function parseChecksumAlgorithm(name: string): ChecksumAlgorithm {
  const known = checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (known === undefined) {
    throw new AwsError(
      400,
      'InvalidRequest',
      `the checksum algorithm "${name}" is not supported by the embedded AWS; use one of ${checksumAlgorithms.join(', ')}`,
    );
  }
  return known;
}

export function createDigester(algorithm: ChecksumAlgorithm): Digester {
  if (isCrc(algorithm)) {
    const crc = crcs[algorithm];
    let state = 0n;
    return {
      update(bytes) {
        state = crc.update(state, bytes);
      },
      digest: () => toBase64(state, crc),
    };
  }
  const hash = createHash(hashes[algorithm]);
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => hash.digest('base64'),
  };
}

/** One part of a multipart object. */
export interface PartChecksum {
  /** Base64. */
  readonly value: string;
  readonly sizeBytes: number;
}

/**
 * Whether a multipart object can have a checksum of that type.
 *
 * Rules: "Checking object integrity in Amazon S3" of the S3 user guide: CRCs can be of the whole object, and CRC64NVME of nothing else.
 */
export function hasChecksumType(algorithm: ChecksumAlgorithm, type: ChecksumType): boolean {
  return type === 'FULL_OBJECT' ? isCrc(algorithm) : algorithm !== 'CRC64NVME';
}

/**
 * S3's default type for a multipart object.
 *
 * Rules: "Checking object integrity in Amazon S3", full object and composite checksum types.
 */
export function defaultChecksumType(algorithm: ChecksumAlgorithm): ChecksumType {
  return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
}

/**
 * The checksum of a multipart object, computed from the parts' checksums alone.
 *
 * @throws AwsError `InvalidRequest` for a full object checksum of an algorithm that can't be combined.
 */
export function combineChecksums(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): Checksum {
  if (type === 'COMPOSITE') {
    const digester = createDigester(algorithm);
    for (const { value } of parts) digester.update(Buffer.from(value, 'base64'));
    return { algorithm, type, value: `${digester.digest()}-${parts.length}` };
  }
  if (!isCrc(algorithm)) {
    throw new AwsError(
      400,
      'InvalidRequest',
      `a FULL_OBJECT checksum of parts can't be ${algorithm}; use CRC32, CRC32C or CRC64NVME, or the type COMPOSITE`,
    );
  }
  const crc = crcs[algorithm];
  const whole = parts.reduce(
    (before, part) => crc.combine(before, fromBase64(part.value), part.sizeBytes),
    0n,
  );
  return { algorithm, type, value: toBase64(whole, crc) };
}

function isCrc(algorithm: ChecksumAlgorithm): algorithm is keyof typeof crcs {
  return algorithm in crcs;
}

function toBase64(value: bigint, crc: Crc): string {
  return Buffer.from(value.toString(16).padStart(crc.bits / 4, '0'), 'hex').toString('base64');
}

function fromBase64(text: string): bigint {
  return BigInt(`0x0${Buffer.from(text, 'base64').toString('hex')}`);
}
