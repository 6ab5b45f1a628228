import { type CallSettings, createCall, isThrottle, wrapServiceError } from '@groundcrew/aws-core';
import type { ErrorCode } from '@groundcrew/errors';
import { callService } from './call.ts';
import { type AnySend, createOperations, type Operations } from './operations.ts';

/** Commands of one kind, the bucket that their calls are taken from, and the code of their errors. */
interface Commands<Classes, Bucket> {
  readonly commands: Classes;
  readonly bucket: Bucket;
  readonly code: ErrorCode;
}

/**
 * Calls that change, each sent once: whether it may be sent again depends on what it makes; and calls that look up, which are
 * retried.
 *
 * @param service as in its IAM actions
 */
export function createChangingCalls<
  Changing extends Readonly<Record<string, unknown>>,
  Reading extends Readonly<Record<string, unknown>>,
  Bucket extends string,
>(
  { client, limiter, ...settings }: CallSettings<Bucket> & { readonly client: { readonly send: unknown } },
  kinds: {
    readonly service: string;
    readonly changing: Commands<Changing, Bucket>;
    readonly reading: Commands<Reading, Bucket>;
  },
): Operations<Changing> & Operations<Reading> {
  const { service, changing, reading } = kinds;
  const call = createCall({ limiter, ...settings });
  const send: AnySend = (command, options) => (client as { send: AnySend }).send(command, options);
  const doing = (name: string) => `call ${service}:${name}`;
  return {
    ...createOperations(changing.commands, async (name, command, { signal }) => {
      await limiter.take(changing.bucket, signal);
      return await callService(
        signal,
        (options) => send(command, options),
        (error) => {
          if (isThrottle(error)) limiter.throttled(changing.bucket);
          return wrapServiceError(error, { code: changing.code, doing: doing(name) });
        },
      );
    }),
    ...createOperations(reading.commands, (name, command, { signal }) =>
      callService(
        signal,
        (options) => call(reading.bucket, signal, () => send(command, options)),
        (error) => wrapServiceError(error, { code: reading.code, doing: doing(name) }),
      ),
    ),
  };
}
