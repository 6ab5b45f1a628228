import { isLoopback } from '../loopback.ts';
import { AwsError } from '../service.ts';

/**
 * Refuses what a page of another site sends through the browser of the person who runs this: no secret would keep it out. SDKs and
 * the `aws` command send neither `Origin` nor `Sec-Fetch-Site`. Pages of this machine may call by script, and then send their origin.
 *
 * A name that is not this machine's in `Host` is refused as well: its owner could let it point here and read the responses of its own
 * page (DNS rebinding).
 *
 * @throws AwsError 403 `AccessDenied`
 */
export function checkOrigin(headers: Readonly<Record<string, string>>): void {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (host !== undefined && !isLocalUrl(`http://${host}`)) {
    throw denied(`the host "${host}" is not this machine; use 127.0.0.1 or localhost`);
  }
  if (origin !== undefined) {
    if (isLocalUrl(origin)) return;
    throw denied(`pages of ${origin} may not call the embedded AWS; only pages of this machine may`);
  }
  if (site === 'cross-site' || site === 'same-site') {
    throw denied('a page of another origin may not call the embedded AWS');
  }
}

function isLocalUrl(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

function denied(message: string): AwsError {
  return new AwsError(403, 'AccessDenied', message);
}
