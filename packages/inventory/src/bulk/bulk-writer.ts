import type { TableWriter } from '@groundcrew/aws/dynamodb';
import { stagedStats } from '../load/staged-stats.ts';
import type { ItemGuard } from '../load/stock-writer.ts';
import { formatFileTime } from '../order/file-time.ts';
import type { StockRow } from '../stock-file/types.ts';
import { LineBlock } from './line-block.ts';
import { createLineFormat } from './line-format.ts';
import type { PartFacts, PartWriter } from './part-writer.ts';

/** A writer for `LoadDeps.createWriter` that puts rows into parts, not into a table. */
export interface BulkWriter extends TableWriter<StockRow> {
  /** The parts, once all rows are written. */
  finish(): Promise<readonly PartFacts[]>;
}

/**
 * Turns rows into lines of a bulk put under the guard of their file. Each shelf has to come once: lines of one shelf would be in no
 * order.
 */
export function createBulkWriter(parts: PartWriter, guard: ItemGuard): () => BulkWriter {
  if (guard.rowsRepeat) throw new Error('a shelf comes once in a bulk put');
  return () => {
    let block: LineBlock | undefined;
    let written = 0;

    async function writeBlock(full: LineBlock): Promise<void> {
      if (full.size > 0) await parts.write(full.drain(), full.size);
    }

    return {
      async write(rows) {
        if (rows.length === 0) return;
        block ??= new LineBlock(createLineFormat(formatFileTime(guard.order())));
        for (const row of rows) {
          block.add(row);
          if (block.isFull) await writeBlock(block);
        }
        written += rows.length;
      },
      watermark: () => written,
      flush: async () => {},
      stop: async () => {},
      stats: () => stagedStats(written),
      async finish() {
        if (block !== undefined) await writeBlock(block);
        return await parts.finish();
      },
    };
  };
}
