import { AwsError } from '../service.ts';
import { functionArn } from './function-arn.ts';

/** A function as a request names it. */
export interface FunctionReference {
  readonly name: string;
  /** Omitted: `$LATEST`. */
  readonly qualifier: string | undefined;
  /** Of an ARN, or a partial one. */
  readonly region: string | undefined;
  readonly accountId: string | undefined;
}

/** "Invoke" of the Lambda API reference, `FunctionName`: a name, an ARN or a partial one, each with or without a version or alias. */
const REFERENCE =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([\w-]+)(?::(\$LATEST|[\w-]+))?$/;

/**
 * Reads the part of a path that names a function.
 *
 * @param qualifierInQuery the parameter `Qualifier`
 * @throws AwsError 400 `ValidationException`, `InvalidParameterValueException` for two different qualifiers
 */
export function readFunctionReference(
  encoded: string,
  qualifierInQuery: string | null = null,
): FunctionReference {
  const text = decode(encoded);
  const [, region, accountId, name, inName] = REFERENCE.exec(text) ?? [];
  if (name === undefined || text.length > 256) {
    throw new AwsError(
      400,
      'ValidationException',
      `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must be a function's name or ARN`,
    );
  }
  const inQuery = qualifierInQuery || undefined;
  if (inName !== undefined && inQuery !== undefined && inName !== inQuery) {
    throw new AwsError(
      400,
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  return { name, qualifier: inName ?? inQuery, region, accountId };
}

/**
 * Checks that a function may be meant by a reference: it is in this region and account, and has one version.
 *
 * @throws AwsError 404 `ResourceNotFoundException`
 */
export function checkReference(
  { name, qualifier, region, accountId }: FunctionReference,
  scope: { readonly region: string; readonly accountId: string },
): void {
  const isThere =
    (region ?? scope.region) === scope.region && (accountId ?? scope.accountId) === scope.accountId;
  if (isThere && (qualifier ?? '$LATEST') === '$LATEST') return;
  const arn = functionArn(name, region ?? scope.region, accountId ?? scope.accountId);
  throw noSuchFunction(qualifier === undefined ? arn : `${arn}:${qualifier}`);
}

export function noSuchFunction(arn: string): AwsError {
  return new AwsError(404, 'ResourceNotFoundException', `Function not found: ${arn}`);
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // No function has such a name.
    return encoded;
  }
}
