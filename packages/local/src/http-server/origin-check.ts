import { isLoopback } from '../loopback.ts';
import { AwsError } from '../service.ts';

/**
 * Refuses requests that pages of other sites send through the user's browser: there are no secrets here
 * that would protect against them. SDKs and the `aws` command send no `Origin`; pages of this machine are allowed.
 *
 * @throws AwsError 403 `AccessDenied`
 */
export function checkOrigin({ origin }: Readonly<Record<string, string>>): void {
  if (origin === undefined || (URL.canParse(origin) && isLoopback(new URL(origin).hostname))) return;
  throw new AwsError(
    403,
    'AccessDenied',
    `pages of ${origin} may not call the embedded AWS; only pages of this machine may`,
  );
}
