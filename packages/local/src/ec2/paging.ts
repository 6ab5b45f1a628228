import { createHash, createHmac, randomBytes } from 'node:crypto';
import { invalidParameter } from './errors.ts';

/** Writes and reads next-page tokens. */
export interface PageTokens {
  /** `scope` identifies the request; a token is valid for this scope only. */
  write(scope: string, position: number): string;
  /** @throws AwsError `InvalidParameterValue`, as EC2 does for a token that it did not issue for this scope. */
  read(scope: string, token: string): number;
}

/** Tokens are valid for the lifetime of the process. */
export function createPageTokens(): PageTokens {
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
      if (signature !== sign(scope, position)) throw invalidParameter('Unable to parse pagination token');
      return Number(position);
    },
  };
}
