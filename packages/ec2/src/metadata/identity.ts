import type { Imds } from '@groundcrew/aws/imds';
import { noIdentityError } from './errors.ts';
import { type IdentityDocument, parseIdentity } from './parse.ts';

interface Options {
  readonly signal?: AbortSignal;
}

const IDENTITY_FOLDER = 'dynamic/instance-identity';
/** Of the document, below `/latest/`. */
export const IDENTITY_PATH = `${IDENTITY_FOLDER}/document`;

/**
 * The identity document of the instance.
 *
 * @throws GroundcrewError `fleet.metadata.no-identity`, `fleet.metadata.unreadable`, and those of `imds`
 */
export async function readIdentity(
  imds: Pick<Imds, 'get' | 'endpoint'>,
  options: Options = {},
): Promise<IdentityDocument> {
  const text = await imds.get(IDENTITY_PATH, options);
  if (text === undefined) throw noIdentityError(imds.endpoint);
  return parseIdentity(IDENTITY_PATH, text);
}

/** The identity document with its signatures (EC2 user guide, "Verify the instance identity document"). */
export interface SignedIdentity {
  /** The parsed document. */
  readonly document: unknown;
  /** The original text of the document, which was signed. */
  readonly documentText: string;
  /** RSA of SHA-256 with AWS's own key, base64. */
  readonly signature: string | null;
  /** PKCS #7 with DSA, base64. */
  readonly pkcs7: string | null;
  /** PKCS #7 with RSA-2048, base64. */
  readonly rsa2048: string | null;
}

/**
 * The identity document and its signatures, to prove the identity of the instance.
 *
 * @throws GroundcrewError `fleet.metadata.no-identity`, `fleet.metadata.unreadable`, and those of `imds`
 */
export async function readSignedIdentity(
  imds: Pick<Imds, 'get' | 'endpoint'>,
  options: Options = {},
): Promise<SignedIdentity> {
  const read = async (name: string) => (await imds.get(`${IDENTITY_FOLDER}/${name}`, options)) ?? null;
  const [documentText, signature, pkcs7, rsa2048] = await Promise.all(
    ['document', 'signature', 'pkcs7', 'rsa2048'].map(read),
  );
  if (typeof documentText !== 'string') throw noIdentityError(imds.endpoint);
  parseIdentity(IDENTITY_PATH, documentText);
  const document: unknown = JSON.parse(documentText);
  return {
    document,
    documentText,
    signature: signature ?? null,
    pkcs7: pkcs7 ?? null,
    rsa2048: rsa2048 ?? null,
  };
}
