import { createHash, createHmac, randomBytes } from 'node:crypto';
import { invalidParameter } from './errors.ts';

/** Writes and reads the tokens that lead to the next page. */
export interface PageTokens {
  /** `scope`: what the pages are of; a token is good for nothing else. */
  write(scope: string, position: number): string;
  /** @throws AwsError `InvalidParameterValue`, as EC2 answers to a token that it has not given for this. */
  read(scope: string, token: string): number;
}

/** Tokens are good as long as the process lives. */
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
