import { isLoopback } from '../loopback.ts';
import { AwsError } from '../service.ts';

/**
 * Refuses what a page of another site sends through the browser of whoever runs this: there are no secrets here
 * that would keep it out. SDKs and the `aws` command send no `Origin`; pages of this machine may come.
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
