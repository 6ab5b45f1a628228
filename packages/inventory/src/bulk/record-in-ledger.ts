import type { Ledger } from '../ledger/index.ts';
import type { LoadSummary } from '../load/summary.ts';

/** A bulk load in the ledger, where `inventory loads` lists it. */
export interface BulkRecord {
  begin(): Promise<void>;
  /** Of one that is not complete nothing is changed: it can be taken up. */
  end(summary: LoadSummary): Promise<void>;
}

/** Comes before every sequencer of S3, so that the name of an object alone is that of its upload. */
const BEFORE_UPLOADS = '000000';
const ID_DIGITS = 12;
const MAX_WAIT_MS = 60_000;

/**
 * The entry of a bulk load. It can't be undone: DynamoDB does not return what was there before it wrote, and whatever is read before may
 * have changed until then.
 */
export function createBulkRecord(
  ledger: Ledger,
  object: string,
  id: string,
  signal: AbortSignal,
): BulkRecord {
  const sequencer = `${BEFORE_UPLOADS}${id.slice(0, ID_DIGITS).toUpperCase()}`;
  const entry = { object: `${object}#${sequencer}`, sequencer };
  const limits = { maxWaitMs: MAX_WAIT_MS, signal };
  return {
    async begin() {
      const claim = await ledger.claim(entry, limits);
      // No lease is held meanwhile: two runs of one load do each other no harm.
      if (claim.status === 'claimed') await claim.lease.release();
    },
    async end(summary) {
      if (summary.status !== 'loaded') return;
      const claim = await ledger.claim(entry, limits);
      if (claim.status === 'claimed') await claim.lease.finish(summary);
    },
  };
}
