import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { AwsError } from '../service.ts';
import { invalidParameter } from './errors.ts';

/** Writes and reads next-page tokens. */
export interface PageTokens {
  /** `scope` identifies the request; a token is valid for this scope only. */
  write(scope: string, position: number): string;
  /** @throws AwsError for a token that was not issued for this scope */
  read(scope: string, token: string): number;
}

/**
 * Tokens are valid for the lifetime of the process.
 *
 * @param refused what is thrown for others; default: `InvalidParameterValue`, as EC2 does
 */
export function createPageTokens(
  refused: () => AwsError = () => invalidParameter('Unable to parse pagination token'),
): PageTokens {
  const secret = randomBytes(16);
  const sign = (scope: string, position: string) =>
    createHmac('sha256', secret)
      .update(`${position}\n`)
      .update(createHash('sha256').update(scope).digest())
      .digest('base64url');
  return {
    write(scope, position) {
      const text = String(position);
      return Buffer.from(`${text}.${sign(scope, text)}`).toString('base64url');
    },
    read(scope, token) {
      const [position = '', signature] = Buffer.from(token, 'base64url').toString().split('.');
      if (signature !== sign(scope, position)) throw refused();
      return Number(position);
    },
  };
}
