import type { XmlScanner } from './xml/scanner.ts';

/** Bytes of all responses of this process that may wait for their scan: two pages of 1,000 instances. */
const MAX_WAITING_BYTES = 8 * 1_048_576;

let waitingBytes = 0;

/** Scans chunks one by one, each in a turn of the event loop of its own, so that what arrives meanwhile is received first. */
export interface ScanQueue {
  /** Takes a chunk. If too much waits, chunks are scanned at once. Never throws: see `scanned`. */
  push(piece: Buffer): void;
  /** Resolves when all chunks were scanned. @throws what the scanner threw */
  scanned(): Promise<void>;
  /** Forgets what was not scanned. */
  discard(): void;
}

export function createScanQueue(scanner: XmlScanner): ScanQueue {
  const pieces: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Its failure is thrown by `scanned`; until then it must not be an unhandled rejection.
  promise.catch(() => undefined);
  let isScheduled = false;
  let isComplete = false;
  let isOver = false;

  function discard(): void {
    for (const piece of pieces.splice(0)) waitingBytes -= piece.byteLength;
    isOver = true;
  }

  function scanNext(): void {
    const piece = pieces.shift();
    if (piece === undefined) return;
    waitingBytes -= piece.byteLength;
    try {
      scanner.write(piece);
    } catch (error) {
      discard();
      reject(error as Error);
    }
  }

  function turn(): void {
    isScheduled = false;
    scanNext();
    if (pieces.length > 0) schedule();
    else if (isComplete) resolve();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(turn);
  }

  return {
    push(piece) {
      if (isOver) return;
      pieces.push(piece);
      waitingBytes += piece.byteLength;
      while (waitingBytes > MAX_WAITING_BYTES && pieces.length > 0) scanNext();
      if (pieces.length > 0) schedule();
    },
    async scanned() {
      isComplete = true;
      if (pieces.length === 0) resolve();
      await promise;
    },
    discard,
  };
}
