import type { Imds } from '@groundcrew/aws/imds';
import { type NoticeKind, type NoticeParts, noticeKinds, readNotice } from '../metadata/index.ts';
import { decideNotices, initialWatchState } from './decide-notices.ts';
import type { Notice } from './notice.ts';

export interface WatchOptions {
  readonly imds: Pick<Imds, 'get'>;
  /** What to ask for; everything unless said otherwise. */
  readonly kinds?: readonly NoticeKind[];
  /** Between two readings; 5 s unless said otherwise, as the EC2 user guide advises for spot instances. */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Some kinds can't be read any more: called once, until they can. */
  readonly onTrouble?: (kinds: readonly NoticeKind[], error: unknown) => void;
  /** All kinds can be read again. */
  readonly onRecovered?: () => void;
}

/** The longest wait while nothing answers: a spot instance has two minutes, and the service may be back any time. */
const longestWaitMs = 30_000;

/**
 * Waits for notices; yields the new ones of each reading that has any, the most urgent first. Never ends by itself:
 * break out of it, or abort it.
 *
 * @throws what kept the first reading from being read at all; the signal's reason. Later failures are told to
 * `onTrouble`, and waited out.
 */
export async function* watchNotices(options: WatchOptions): AsyncGenerator<readonly Notice[], never> {
  const { imds, kinds = noticeKinds, pollMs = 5_000, signal, sleep } = options;
  const troubled = new Set<NoticeKind>();
  let state = initialWatchState;
  let outages = 0;
  for (let isFirst = true; ; isFirst = false) {
    const { parts, failures } = await readParts(imds, kinds, signal);
    const isOut = failures.length === kinds.length;
    if (isFirst && isOut) throw failures[0]!.error;
    tellTrouble(troubled, failures, options);
    const decision = decideNotices(state, parts);
    state = decision.state;
    if (decision.notices.length > 0) yield decision.notices;
    outages = isOut ? outages + 1 : 0;
    await sleep(Math.min(pollMs * 2 ** outages, Math.max(pollMs, longestWaitMs)), signal);
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

function tellTrouble(
  troubled: Set<NoticeKind>,
  failures: readonly Failure[],
  { onTrouble, onRecovered }: WatchOptions,
): void {
  const fresh = failures.filter(({ kind }) => !troubled.has(kind));
  const wasTroubled = troubled.size > 0;
  troubled.clear();
  for (const { kind } of failures) troubled.add(kind);
  if (fresh.length > 0)
    onTrouble?.(
      fresh.map(({ kind }) => kind),
      fresh[0]!.error,
    );
  else if (wasTroubled && troubled.size === 0) onRecovered?.();
}
