import { backoffMs } from '@groundcrew/async';
import type { Imds } from '@groundcrew/aws/imds';
import { type NoticeKind, type NoticeParts, noticeKinds, readNotice } from '../metadata/index.ts';
import { decideNotices, initialWatchState } from './decide-notices.ts';
import type { Notice } from './notice.ts';

export interface WatchOptions {
  readonly imds: Pick<Imds, 'get'>;
  /** The kinds of notices; default: all. */
  readonly kinds?: readonly NoticeKind[];
  /** Between two readings; default: 5 s, as the EC2 user guide recommends for spot instances. */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called once when some kinds can't be read any more. */
  readonly onFailure?: (kinds: readonly NoticeKind[], error: unknown) => void;
  /** Called when all kinds can be read again. */
  readonly onRecovered?: () => void;
}

/** Maximum delay while requests fail: a spot instance has two minutes, and the service may be back any time. */
const MAX_WAIT_MS = 30_000;

/**
 * Waits for notices; yields the new ones of each reading, the most urgent first. Never ends by itself: break out of it, or
 * abort it.
 *
 * @throws the error of the first reading if all kinds failed; the signal's reason. Later failures are reported to
 * `onFailure`, and retried.
 */
export async function* watchNotices(options: WatchOptions): AsyncGenerator<readonly Notice[], never> {
  const { imds, kinds = noticeKinds, pollMs = 5_000, signal, sleep } = options;
  const failing = new Set<NoticeKind>();
  let state = initialWatchState;
  let outages = 0;
  for (let isFirst = true; ; isFirst = false) {
    const { parts, failures } = await readParts(imds, kinds, signal);
    const isOut = failures.length === kinds.length;
    if (isFirst && isOut) throw failures[0]!.error;
    reportFailures(failing, failures, options);
    const decision = decideNotices(state, parts);
    state = decision.state;
    if (decision.notices.length > 0) yield decision.notices;
    outages = isOut ? outages + 1 : 0;
    const limits = { baseMs: pollMs, capMs: Math.max(pollMs, MAX_WAIT_MS) };
    await sleep(
      backoffMs(outages + 1, () => 1, limits),
      signal,
    );
  }
}

interface Failure {
  readonly kind: NoticeKind;
  readonly error: unknown;
}

async function readParts(imds: Pick<Imds, 'get'>, kinds: readonly NoticeKind[], signal?: AbortSignal) {
  const options = signal ? { signal } : {};
  const failures: Failure[] = [];
  const readings = await Promise.all(
    kinds.map((kind) =>
      readNotice(imds, kind, options).catch((error: unknown): NoticeParts => {
        failures.push({ kind, error });
        return {};
      }),
    ),
  );
  signal?.throwIfAborted();
  return { parts: Object.assign({}, ...readings) as NoticeParts, failures };
}

function reportFailures(
  failing: Set<NoticeKind>,
  failures: readonly Failure[],
  { onFailure, onRecovered }: WatchOptions,
): void {
  const newFailures = failures.filter(({ kind }) => !failing.has(kind));
  const wasFailing = failing.size > 0;
  failing.clear();
  for (const { kind } of failures) failing.add(kind);
  if (newFailures.length > 0)
    onFailure?.(
      newFailures.map(({ kind }) => kind),
      newFailures[0]!.error,
    );
  else if (wasFailing && failing.size === 0) onRecovered?.();
}
