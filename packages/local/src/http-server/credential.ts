/** The signer of a request, and the service; the signature itself is not checked: there are no secrets here. */
export interface Credential {
  readonly accessKeyId: string;
  /** From the credential scope; `undefined` in signatures of version 2. */
  readonly service: string | undefined;
  /** Likewise; `undefined` in SigV4A, too. */
  readonly region: string | undefined;
}

/**
 * Finds the credential in the `Authorization` header, or in the query string of a presigned URL.
 *
 * Rules: "Signing AWS API requests" (SigV4: `Credential=KEY/DATE/REGION/SERVICE/aws4_request`; SigV4A has
 * no region) in the IAM user guide.
 */
export function readCredential(
  authorization: string | undefined,
  query: URLSearchParams,
): Credential | undefined {
  const scope =
    authorization?.match(/Credential=([^,\s]+)/)?.[1] ?? query.get('X-Amz-Credential') ?? undefined;
  if (scope !== undefined) {
    const parts = scope.split('/');
    const region = parts.length === 5 ? parts[2] : undefined;
    return { accessKeyId: parts[0] ?? '', service: parts.at(-2), region };
  }
  const version2 = authorization?.match(/^AWS ([^:]+):/)?.[1] ?? query.get('AWSAccessKeyId');
  return version2 ? { accessKeyId: version2, service: undefined, region: undefined } : undefined;
}
