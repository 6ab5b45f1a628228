import {
  collectPages,
  createCall,
  isThrottle,
  type Page,
  pages,
  type RateLimiter,
  wrapServiceError,
} from '@groundcrew/aws-core';
import type { ErrorCode } from '@groundcrew/errors';
import { type SendOptions, sendOptions } from '../call.ts';
import type { CallOptions } from './model.ts';
import { asThrottle } from './throttle.ts';

export interface RequestSettings {
  /** Default: requests are not limited. */
  readonly limiter?: RateLimiter;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

interface Context {
  readonly code: ErrorCode;
  /** What fails, for the message: `list the cost allocation tags`. */
  readonly doing: string;
}

/** Requests to Cost Explorer, each of which is charged: counted by the meter, retried where throttled, with typed errors. */
export interface Requests {
  ask<Answer>(
    context: Context,
    options: CallOptions,
    send: (options: SendOptions) => Promise<Answer>,
  ): Promise<Answer>;
  /** The items of all pages: the SDK has no paginators for this service. `token` is that of the next page. */
  list<Item>(
    context: Context,
    options: CallOptions,
    send: (token: string | undefined, options: SendOptions) => Promise<Page<Item>>,
  ): Promise<Item[]>;
}

const unlimited: RateLimiter = { take: async (signal) => signal?.throwIfAborted(), throttled() {} };

export function createRequests({ limiter = unlimited, ...settings }: RequestSettings = {}): Requests {
  const call = createCall<'request'>({
    limiter: { take: (_, signal) => limiter.take(signal), throttled: () => limiter.throttled() },
    ...settings,
  });

  async function ask<Answer>(
    context: Context,
    { signal, meter }: CallOptions,
    send: (options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await call('request', signal, async () => {
        meter?.begin();
        try {
          return await send(sendOptions(signal));
        } catch (error) {
          const failure = asThrottle(error);
          if (isThrottle(failure)) meter?.refused();
          throw failure;
        }
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw wrapServiceError(error, context);
    }
  }

  return {
    ask,
    list: (context, options, send) =>
      collectPages(pages((token) => ask(context, options, (sent) => send(token, sent)))),
  };
}
