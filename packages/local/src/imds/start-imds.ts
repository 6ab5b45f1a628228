import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { InstanceDetails } from '../account/index.ts';
import { type Clock, systemClock } from '../clock.ts';
import { createRandomByPurpose } from '../faults/random.ts';
import { listenOnLoopback } from '../http-server/listen.ts';
import { checkOrigin } from '../http-server/origin-check.ts';
import type { Tags } from '../tags/index.ts';
import type { ImdsFaults } from './faults.ts';
import { metadataTree } from './metadata-tree.ts';
import { addNotice, type NoticeDetails, type NoticeKind, type NoticeState } from './notices.ts';
import type { PlannedNotice } from './parse-notices.ts';
import { errorResponse, type ImdsResponse, respond } from './respond.ts';
import { createTokens } from './tokens.ts';

export interface ImdsServerOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly instance: InstanceDetails;
  /** Its tags, read at each request; omitted: those that it was described with. */
  readonly tags?: () => Tags;
  /** Default: the system clock. Used for tokens, notices and delays. */
  readonly clock?: Clock;
  readonly faults?: ImdsFaults;
  /** Scheduled notices, each issued once. */
  readonly notices?: readonly PlannedNotice[];
}

/** A recorded request. */
export interface ImdsRequest {
  readonly method: string;
  readonly path: string;
  /** Whether it had a token. */
  readonly hasToken: boolean;
  /** `undefined`: no response, or not yet. */
  readonly status: number | undefined;
}

/** The running metadata service of one instance. */
export interface LocalImds {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Issues a notice that the instance can read from now on. */
  notify(kind: NoticeKind, details?: NoticeDetails): void;
  /** Replaces the faults; omitted: none. */
  setFaults(faults?: ImdsFaults): void;
  /** The last 10,000 requests, oldest first. */
  requests(): readonly ImdsRequest[];
  /** Stops listening and resets open connections. */
  close(): Promise<void>;
}

const MAX_RECORDED_REQUESTS = 10_000;

/**
 * Starts the metadata service of `instance` on 127.0.0.1.
 *
 * @throws GroundcrewError `local.port.taken`, `local.port.refused`
 */
export async function startImds(options: ImdsServerOptions): Promise<LocalImds> {
  const { port = 0, instance, clock = systemClock } = options;
  const tokens = createTokens(() => clock.now());
  const requests: ImdsRequest[] = [];
  const waiting = new Set<() => void>();
  let faults: ImdsFaults;
  let random: () => number;
  let noticeState: NoticeState = { scheduled: [], history: [] };

  function setFaults(next: ImdsFaults = {}): void {
    faults = next;
    random = createRandomByPurpose(next.seed ?? 1)('imds');
  }
  function notify(kind: NoticeKind, details: NoticeDetails = {}): void {
    noticeState = addNotice(noticeState, kind, details, clock.now());
  }
  function later(ms: number, task: () => void): void {
    const cancel = clock.after(ms, () => {
      waiting.delete(cancel);
      task();
    });
    waiting.add(cancel);
  }
  function tree() {
    const metadataTags = instance.metadataTags && !faults.tagsDisabled;
    const tags = options.tags?.() ?? instance.tags;
    return metadataTree({ ...instance, metadataTags, tags }, noticeState, clock.now());
  }
  function onRequest(message: IncomingMessage, response: ServerResponse): void {
    message.resume();
    const { method = 'GET', headers } = message;
    const path = decodedPath(message.url ?? '/');
    if (isFromPage(headers)) {
      send(response, errorResponse(403));
      return;
    }
    const fails = random() < (faults.errorRate ?? 0);
    const result =
      path === undefined
        ? errorResponse(400)
        : fails
          ? errorResponse(503)
          : respond({ method, path, headers }, tree, tokens, faults);
    requests.push({
      method,
      path: path ?? '',
      hasToken: headers['x-aws-ec2-metadata-token'] !== undefined,
      status: result?.status,
    });
    if (requests.length > MAX_RECORDED_REQUESTS) requests.shift();
    if (!result) return;
    if (!faults.slowMs) {
      send(response, result);
      return;
    }
    later(faults.slowMs, () => send(response, result));
  }

  setFaults(options.faults);
  const server = createServer(onRequest);
  const boundPort = await listenOnLoopback(server, port);
  for (const { kind, afterMs } of options.notices ?? []) later(afterMs, () => notify(kind));
  return {
    endpoint: `http://127.0.0.1:${boundPort}`,
    notify,
    setFaults,
    requests: () => [...requests],
    async close() {
      for (const cancel of waiting) cancel();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The names by which an instance asks are this machine's too, where something forwards them here. */
const ownNames = ['169.254.169.254', '[fd00:ec2::254]', 'instance-data'];

function isFromPage(headers: IncomingMessage['headers']): boolean {
  try {
    const { host = '', origin, 'sec-fetch-site': site } = headers;
    checkOrigin(
      {
        host,
        ...(origin !== undefined && { origin }),
        ...(typeof site === 'string' && { 'sec-fetch-site': site }),
      },
      ownNames,
    );
    return false;
  } catch {
    return true;
  }
}

function send(response: ServerResponse, { status, headers, body }: ImdsResponse): void {
  response.writeHead(status, {
    'content-type': 'text/plain',
    'content-length': Buffer.byteLength(body),
    server: 'EC2ws',
    connection: 'close',
    ...headers,
  });
  response.end(body);
}

/** Without its query, and with repeated slashes, which AWS's own client sends, merged; `undefined`: bad encoding. */
function decodedPath(url: string): string | undefined {
  try {
    return decodeURIComponent(url.replace(/\?.*$/s, '').replace(/\/{2,}/g, '/'));
  } catch {
    return undefined;
  }
}
