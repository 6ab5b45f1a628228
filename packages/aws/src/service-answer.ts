import { type Call, collectPages, pages, wrapServiceError } from '@groundcrew/aws-core';
import type { ErrorCode } from '@groundcrew/errors';
import { type CallOptions, callService, type SendOptions } from './call.ts';
import { withPermission } from './with-permission.ts';

/** An answer with the names of the service's model, which are those of the AWS CLI's JSON; dates are `Date`. */
export type ServiceAnswer = Readonly<Record<string, unknown>>;

/** Makes a call that reads. Throws a GroundcrewError with `details.permission`, the IAM action. */
type Ask = <Answer>(
  action: string,
  options: CallOptions,
  send: (options: SendOptions) => Promise<Answer>,
) => Promise<Answer>;

/** @param service as in its IAM actions; `code` and `doing` are of the error: {@link wrapServiceError} */
export function createAsk<Bucket extends string>(
  call: Call<Bucket>,
  context: {
    readonly service: string;
    readonly bucket: Bucket;
    readonly code: ErrorCode;
    readonly doing: string;
  },
): Ask {
  const { service, bucket, code, doing } = context;
  return (action, { signal }, send) =>
    callService(
      signal,
      (sending) => call(bucket, signal, () => send(sending)),
      (error) => withPermission(`${service}:${action}`, wrapServiceError(error, { code, doing })),
    );
}

/**
 * The items of all pages of a list, as one answer.
 *
 * @param key the name of the list in its answers
 * @param nextOf the token of the next page; `undefined` or empty: there is none
 */
export async function wholeList<Answer extends object>(
  key: string,
  fetchPage: (token: string | undefined) => Promise<Answer>,
  nextOf: (answer: Answer) => unknown,
): Promise<ServiceAnswer> {
  const items = await collectPages(
    pages(async (token: string | undefined) => {
      const answer = await fetchPage(token);
      const found = (answer as ServiceAnswer)[key];
      const next = nextOf(answer);
      return {
        items: Array.isArray(found) ? (found as unknown[]) : [],
        next: typeof next === 'string' && next !== '' ? next : undefined,
      };
    }),
  );
  return { [key]: items };
}
