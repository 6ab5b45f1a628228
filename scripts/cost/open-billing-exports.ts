import { type ExportSource, openExports } from '@groundcrew/cost/exports';
import { countOf } from '@groundcrew/report';
import { openConnection } from '../connection.ts';
import type { SourceContext, SourceHandle } from './source-handle.ts';
import type { SourceOptions } from './source-options.ts';

/** Some seconds, packed or not. */
const LONG_READ_BYTES = 16 * 2 ** 20;

/** Billing exports, read by DuckDB in this process; those in S3 are downloaded first. */
export async function openBillingExports(
  { source: paths, provider }: Pick<SourceOptions, 'source' | 'provider'>,
  { global, io, signal }: SourceContext,
): Promise<SourceHandle & { readonly source: ExportSource }> {
  const isRemote = paths.some((path) => path.startsWith('s3://'));
  // Imported late: most exports are on the disk.
  const s3 = isRemote
    ? (await import('./export-store.ts')).createExportStore(await openConnection({ global, io, signal }))
    : undefined;
  try {
    const source = await openExports({
      paths,
      ...(s3 && { s3 }),
      ...(provider.length > 0 && { providers: provider }),
      onRead(bytes, files) {
        if (bytes >= LONG_READ_BYTES)
          io.stderr.write(`reading ${countOf(files, 'file')}, ${Math.round(bytes / 2 ** 20)} MiB …\n`);
      },
      now: io.now,
      signal,
    });
    return { source, close: () => source.close() };
  } finally {
    // All files have been downloaded by now.
    s3?.close();
  }
}
