import { createConcurrencyLimiter, sleep as sleepFor } from '@groundcrew/async';
import { isGroundcrewError } from '@groundcrew/errors';
import { imdsError, type RequestContext } from './errors.ts';
import { createExchange, type Exchange, type ExchangeRequest, type Outcome } from './exchange.ts';
import {
  explainNoToken,
  isQuickFailure,
  isThrottled,
  isTransient,
  needsProbe,
  readToken,
  readValue,
  type Session,
} from './interpret-outcome.ts';
import { encodePath } from './metadata-path.ts';
import { createPacer } from './pacer.ts';
import { checkSettings, type ImdsSettings } from './settings.ts';
import { createSharedTask } from './shared-task.ts';

export interface ImdsOptions {
  readonly signal?: AbortSignal;
  /** A longer response is refused (`imds.too-long`); default: 1 MiB. */
  readonly maxBytes?: number;
}

export interface ImdsDependencies {
  readonly exchange?: Exchange;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called for each path that was read, found or not. */
  readonly onRead?: () => void;
}

/**
 * The metadata service of the instance that this runs on, by session tokens (IMDSv2).
 *
 * Paths are relative to `/latest/`: `meta-data/placement/region`. All methods throw a GroundcrewError
 * `imds.switched-off`, `imds.not-an-instance`, `imds.disabled`, `imds.hop-limit`, `imds.v1-only`,
 * `imds.token-refused`, `imds.slow`, `imds.unavailable`, `imds.too-long`, `imds.bad-answer` or `imds.path.invalid`, or
 * the reason of the signal.
 */
export interface Imds {
  /** Without a trailing slash. */
  readonly endpoint: string;
  /** Text; `undefined`: not found (404). A value that is not UTF-8 is refused with `imds.not-text`. */
  get(path: string, options?: ImdsOptions): Promise<string | undefined>;
  /** The same as bytes: user data may be binary. */
  getBytes(path: string, options?: ImdsOptions): Promise<Uint8Array | undefined>;
  /** Entries of a directory; directories have a trailing slash. */
  list(path: string, options?: ImdsOptions): Promise<string[] | undefined>;
}

const PAUSE_MS = 100;
const MAX_PAUSE_MS = 1_000;
/** Where there was no service yet, there probably is none. */
const FIRST_WAIT_MS = 500;
/** As many as fit into the time of two attempts if no others wait. */
const MIN_THROTTLED_ATTEMPTS = 5;
const DEFAULT_MAX_BYTES = 1024 * 1024;
/** Enough for a token or an error page. */
const MAX_TOKEN_BYTES = 64 * 1024;
/** A token is renewed this long before it expires, or by a tenth of its lifetime. */
const RENEW_BEFORE_MS = 60_000;

interface CachedSession {
  readonly session: Session;
  readonly renewAtMs: number;
}

/**
 * No request is sent before the first call.
 *
 * @throws GroundcrewError `imds.endpoint.invalid`, `imds.setting.invalid`
 */
export function createImds(settings: ImdsSettings = {}, dependencies: ImdsDependencies = {}): Imds {
  const { endpoint, disabled, allowV1, tokenTtlSeconds, timeoutMs, attempts } = checkSettings(settings);
  const {
    exchange = createExchange(),
    now = () => performance.now(),
    sleep = sleepFor,
    onRead,
  } = dependencies;
  const pacer = createPacer({ now, sleep });
  // One connection: what waits for it must not have taken its turn yet, or a refusal would slow down nobody.
  const inTurn = createConcurrencyLimiter(1);
  const context: RequestContext = { endpoint, timeoutMs };
  let cachedSession: CachedSession | undefined;
  let hasAnswered = false;

  /**
   * Sends a request until the response is final: at most `attempts` times, or, if it fails at once (429, 503, a refused or reset
   * connection), for as long as that many attempts might take. One that is throttled gets a few attempts in any case: the
   * time passes while others have their turn.
   */
  async function ask(
    request: Pick<ExchangeRequest, 'method' | 'headers' | 'maxBytes'>,
    path: string,
    signal: AbortSignal | undefined,
    times = attempts,
  ): Promise<Outcome> {
    const url = new URL(`${endpoint}/latest/${path}`);
    let startMs: number | undefined;
    for (let attempt = 1; ; attempt++) {
      const outcome = await inTurn(async () => {
        signal?.throwIfAborted();
        await pacer.turn(signal);
        startMs ??= now();
        const answered = await exchange({ ...request, url, timeoutMs, signal });
        pacer.note(answered, attempt);
        return answered;
      });
      if (outcome.kind === 'answer') hasAnswered = true;
      if (times === 1 || !isTransient(outcome)) return outcome;
      const pauseMs = Math.min(MAX_PAUSE_MS, PAUSE_MS * 2 ** (attempt - 1));
      const waitMs = hasAnswered ? timeoutMs * times : Math.min(FIRST_WAIT_MS, timeoutMs * times);
      const mayRetry = isQuickFailure(outcome)
        ? now() + pauseMs - startMs! <= waitMs || (isThrottled(outcome) && attempt < MIN_THROTTLED_ATTEMPTS)
        : attempt < times && outcome.kind !== 'unreachable';
      if (!mayRetry) return outcome;
      await sleep(pauseMs, signal);
    }
  }

  const openSession = createSharedTask(async (signal): Promise<CachedSession> => {
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': String(tokenTtlSeconds) };
    const put = await ask({ method: 'PUT', headers, maxBytes: MAX_TOKEN_BYTES }, 'api/token', signal);
    let session: ReturnType<typeof explainNoToken> | undefined = readToken(put, tokenTtlSeconds);
    if (!session) {
      const get = { method: 'GET', headers: {}, maxBytes: MAX_TOKEN_BYTES } as const;
      const probe = needsProbe(put) ? await ask(get, 'meta-data/', signal, 1) : undefined;
      session = explainNoToken(put, probe, { ...context, allowV1 });
    }
    if (isGroundcrewError(session)) throw session;
    cachedSession = { session, renewAtMs: now() + lifetimeMs(session) };
    return cachedSession;
  });

  async function fetchValue(path: string, options: ImdsOptions = {}): Promise<Uint8Array | undefined> {
    const { signal, maxBytes = DEFAULT_MAX_BYTES } = options;
    const encoded = encodePath(path);
    if (disabled) throw imdsError('imds.switched-off', context);
    for (let renewed = false; ; renewed = true) {
      const used =
        cachedSession && now() < cachedSession.renewAtMs ? cachedSession : await openSession(signal);
      const { session } = used;
      const headers: Record<string, string> =
        session.version === 2 ? { 'x-aws-ec2-metadata-token': session.token } : {};
      const outcome = await ask({ method: 'GET', headers, maxBytes }, encoded, signal);
      if (outcome.kind === 'answer' && outcome.status === 401 && !renewed) {
        // It expired early: the instance was stopped, or the clocks differ. Another caller may have renewed it by now.
        if (cachedSession === used) cachedSession = undefined;
        continue;
      }
      const value = readValue(outcome, encoded, context);
      if (isGroundcrewError(value)) throw value;
      onRead?.();
      return value;
    }
  }

  async function get(path: string, options?: ImdsOptions): Promise<string | undefined> {
    const bytes = await fetchValue(path, options);
    if (bytes === undefined) return undefined;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw imdsError('imds.not-text', { ...context, cause }, `/latest/${path}`);
    }
  }

  return {
    endpoint,
    get,
    getBytes: fetchValue,
    async list(path, options) {
      const text = await get(path === '' || path.endsWith('/') ? path : `${path}/`, options);
      return text?.split(/\r?\n/).filter((line) => line !== '');
    },
  };
}

function lifetimeMs(session: Session): number {
  if (session.version === 1) return Number.POSITIVE_INFINITY;
  const ms = session.ttlSeconds * 1000;
  return ms - Math.min(RENEW_BEFORE_MS, ms / 10);
}
