import { spawn } from 'node:child_process';

/** What opens an address on each desktop. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  linux: ['xdg-open'],
};

/**
 * Opens an address in the browser where there is a desktop; elsewhere does nothing. It is passed without a shell, and whether it
 * worked is not waited for: the address was printed.
 */
export function openBrowser(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const opener = openers[platform];
  if (opener === undefined || !hasDesktop(environment, platform)) return false;
  const [command, ...words] = opener;
  const child = spawn(command!, [...words, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {
    // There is no such command: the address was printed.
  });
  child.unref();
  return true;
}

/** Over SSH, and in a container, a browser would open where nobody sees it. */
export function hasDesktop(
  { CI, SSH_CONNECTION, DISPLAY, WAYLAND_DISPLAY }: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): boolean {
  if (CI || SSH_CONNECTION) return false;
  return platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}
