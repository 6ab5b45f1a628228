import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface AccessOptions {
  readonly port: number;
  /** In the printed address, and then in the cookie. */
  readonly token: string;
}

/** Why a request is not served. */
export type Refusal = 'foreign-host' | 'foreign-page' | 'no-token';

export interface AccessRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Whether a request comes from the console's own pages, or was typed by the person who started it.
 *
 * A name that is not this machine's in `Host` is refused: its owner could let it point here and read the responses of its own
 * page (DNS rebinding). Pages of other origins are refused by `Origin` and `Sec-Fetch-Site`, which no page can set (Fetch
 * standard, "Forbidden request-header"; "Fetch Metadata Request Headers"): all ports of a host share its cookies, so a page of another
 * port of this machine would have the cookie sent along.
 */
export function refusalOf({ method, headers }: AccessRequest, options: AccessOptions): Refusal | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  const hosts = [`127.0.0.1:${options.port}`, `localhost:${options.port}`];
  if (!hosts.includes(host.toLowerCase())) return 'foreign-host';
  if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) return 'foreign-page';
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign-page';
  // Browsers send it with each POST; other programs have to state whose page they stand for.
  if (method !== 'GET' && method !== 'HEAD' && origin === undefined) return 'foreign-page';
  return hasToken(cookieOf(headers.cookie, cookieName(options)), options) ? undefined : 'no-token';
}

/** Whether a text is the token; takes the same time for all that are not. */
export function hasToken(text: string | undefined, { token }: AccessOptions): boolean {
  const [given, wanted] = [Buffer.from(text ?? ''), Buffer.from(token)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** The cookie that takes the token's place: no script reads it, and no page of another site has it sent. */
export function tokenCookie(options: AccessOptions): string {
  return `${cookieName(options)}=${options.token}; HttpOnly; SameSite=Strict; Path=/`;
}

/** One for each port: cookies of one host are shared by its ports. */
function cookieName({ port }: AccessOptions): string {
  return `groundcrew-console-${port}`;
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
