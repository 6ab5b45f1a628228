/** Whether a URL's host name, as the class `URL` writes it, means this machine regardless of DNS. */
export function isLoopback(hostname: string): boolean {
  return /^(?:127(?:\.\d+){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]|(?:.+\.)?localhost)$/.test(
    hostname,
  );
}
