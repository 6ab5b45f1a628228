import { printableMessage, visibleJson } from '@groundcrew/report';
import type { Io } from './io.ts';

/**
 * `io` with all messages guarded: what they quote is foreign. With `json`, so are the documents on stdout, whoever wrote
 * them; the renderers guard the other formats.
 */
export function guardedIo(io: Io, options: { readonly json: boolean }): Io {
  const { stdout, stderr } = io;
  return {
    ...io,
    // `Object.create` keeps the getters alive: a terminal's width changes while a command runs.
    stderr: Object.create(stderr, {
      write: { value: (text: string) => stderr.write(printableMessage(text)) },
    }) as Io['stderr'],
    stdout: options.json
      ? (Object.create(stdout, {
          write: {
            value: (chunk: string | Uint8Array) =>
              stdout.write(typeof chunk === 'string' ? visibleJson(chunk) : chunk),
          },
        }) as Io['stdout'])
      : stdout,
  };
}
