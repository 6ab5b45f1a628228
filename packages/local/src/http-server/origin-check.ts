import { isLoopback } from '../loopback.ts';
import { AwsError } from '../service.ts';

/**
 * Refuses what a web page sends through the browser of the person who runs this: no secret would keep it out. SDKs and the `aws`
 * command send neither `Origin` nor `Sec-Fetch-Site`. What the browser sends for the person, or for a page of this very server, may pass.
 *
 * A name that is not this machine's in `Host` is refused as well: its owner could let it point here and read the responses of its own
 * page (DNS rebinding).
 *
 * Rules: "Forbidden request-header name" of the Fetch standard: a page can set neither of the three; "Fetch Metadata Request Headers".
 *
 * @param allowedHosts names of this machine besides those of the loopback interface
 * @throws AwsError 403 `AccessDenied`
 */
export function checkOrigin(
  headers: Readonly<Record<string, string>>,
  allowedHosts: readonly string[] = [],
): void {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (host === undefined || !isOwnHost(host, allowedHosts)) {
    throw denied(
      `the host "${host ?? ''}" is not this machine; use 127.0.0.1 or localhost, or start it with --allow-host`,
    );
  }
  if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) {
    throw denied(`pages of "${origin}" may not call the embedded AWS`);
  }
  if (site !== undefined && site !== 'none' && site !== 'same-origin') {
    throw denied(`a page of another origin may not call the embedded AWS (Sec-Fetch-Site: ${site})`);
  }
}

/** A bucket's name may precede `.localhost`; the port has no meaning. */
function isOwnHost(host: string, allowedHosts: readonly string[]): boolean {
  const name = /^([\w.-]+|\[[\d:a-f]+\])(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase();
  return name !== undefined && (isLoopback(name) || allowedHosts.includes(name));
}

function denied(message: string): AwsError {
  return new AwsError(403, 'AccessDenied', message);
}
