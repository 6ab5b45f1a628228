import type { Clock } from '../clock.ts';
import { createPageTokens } from '../ec2/paging.ts';
import { AwsError } from '../service.ts';
import { invalidParameter, tokenExpired } from './errors.ts';

/** Page tokens of the tagging API, which expire. */
export interface ExpiringTokens {
  /** `scope` identifies the request; a token is valid for this scope only. */
  write(scope: string, position: number): string;
  /** @throws AwsError `PaginationTokenExpiredException`, `InvalidParameterException` */
  read(scope: string, token: string): number;
}

/** "PaginationTokenExpiredException" of the API reference. */
const TOKEN_LIFETIME_MS = 15 * 60_000;

export function createExpiringTokens(clock: Pick<Clock, 'now'>): ExpiringTokens {
  const tokens = createPageTokens();
  return {
    write(scope, position) {
      const issuedMs = clock.now();
      return `${issuedMs}.${tokens.write(`${issuedMs} ${scope}`, position)}`;
    },
    read(scope, token) {
      const [issued = '', signed = ''] = token.split('.');
      try {
        const position = tokens.read(`${issued} ${scope}`, signed);
        if (clock.now() - Number(issued) > TOKEN_LIFETIME_MS) throw tokenExpired();
        return position;
      } catch (error) {
        if (error instanceof AwsError && error.code === 'InvalidParameterValue') {
          throw invalidParameter(`The PaginationToken "${token}" was not issued for this request`);
        }
        throw error;
      }
    },
  };
}
