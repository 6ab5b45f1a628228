import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sleep } from '@groundcrew/async';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createProgress, defineCommand, exitCodes } from '@groundcrew/cli';
import { GroundcrewError } from '@groundcrew/errors';
import { defaultDuplicatePolicy, duplicatePolicies } from '@groundcrew/inventory/duplicates';
import {
  createRejectsInFile,
  createStockWriter,
  ignoreRejects,
  loadStockFile,
} from '@groundcrew/inventory/load';
import { dryRunReport, loadReport } from '@groundcrew/inventory/load-report';
import { createRejectTally } from '@groundcrew/inventory/reject-tally';
import { formatCount } from '@groundcrew/report';
import { openConnection } from '../connection.ts';
import { chooseRejectsPath } from './rejects-path.ts';
import { stockFileOptions, stockFileSettings } from './stock-file-options.ts';
import { findStockSource, type StockSource } from './stock-source.ts';

export const command = defineCommand({
  description:
    'Loads a stock file into the table, with the code of the function load-inventory. ' +
    'The file has a header with the columns store, item and count (or the names that exports have in English, ' +
    'Korean, Japanese and German, or --column); its delimiter, its encoding and gzip are detected from its content. ' +
    'It may be a workbook (.xlsx), of which one sheet is read, or alone in a ZIP archive. ' +
    'A file whose encoding or columns are not certain is refused, with what to pass. ' +
    'Rejected rows are written to a file that can be corrected and loaded; the exit code is then 3.',
  arguments: [{ name: 'file', description: 'a path, s3://bucket/key, or - for standard input' }],
  options: {
    table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'the table' },
    dryRun: {
      type: 'flag',
      description: 'write nothing to the table; report rows, rejects, write units, cost and time',
    },
    rejects: {
      type: 'text',
      value: 'FILE',
      description:
        'file for rejected rows; default: next to the input, as stock.rejects.csv (with --dry-run: none)',
    },
    ...stockFileOptions,
    duplicates: {
      type: 'text',
      value: 'POLICY',
      choices: duplicatePolicies,
      default: defaultDuplicatePolicy,
      description:
        'rows of one shelf: reject-conflicts rejects those that disagree, reject all of them; last, sum and max write one row',
    },
    maxInFlight: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 64,
      description: 'maximum of concurrent requests; default: as many as the table accepts, up to 64',
    },
  },
  examples: [
    { command: 'groundcrew inventory load stock.csv', description: 'Load a file' },
    {
      command: 'groundcrew inventory load stock.csv --dry-run',
      description: 'Check a file, and estimate the cost of loading it',
    },
    {
      command: 'groundcrew inventory load export.csv --column count="On hand" --duplicates sum',
      description: 'Say which column is the count, and add up the rows of each shelf',
    },
    {
      command: 'groundcrew inventory load s3://shop/2026/stock.csv.gz --table Stock',
      description: 'Load an object into another table',
    },
    {
      command: 'groundcrew inventory load stock.xlsx --sheet "Week 48"',
      description: 'Load a sheet of a workbook other than the first one',
    },
    {
      command: 'export-stock | groundcrew inventory load - --alias store=Filiale --rejects bad.csv',
      description: 'Load the output of another program, with a custom column name',
    },
  ],
  async handler({ options, arguments: { file }, global, io, signal, print }) {
    const settings = stockFileSettings(options);
    const { table, dryRun, maxInFlight } = options;
    const isRemote = file.startsWith('s3://');
    // A check of a local file needs no account.
    const connection =
      dryRun && !isRemote ? {} : await openConnection({ global, io, signal }, { changes: !dryRun });
    const source = await findStockSource(file, {
      io,
      openObject: async (request) => {
        const { createS3Client, openObject } = await import('@groundcrew/aws/s3');
        return await openObject(createS3Client(connection), request);
      },
    });
    const rejects = createRejectTally(rejectSink(source, options));
    const dynamodb = createDynamoDBClient(connection);
    const progress = createProgress(io, { label: 'Loading', unit: 'rows' });
    const createWriter = createStockWriter({
      client: dynamodb,
      tableName: table,
      ...(maxInFlight !== undefined && { maxInFlight }),
    });
    let writer: ReturnType<typeof createWriter> | undefined;
    try {
      const result = await loadStockFile(
        {
          open: source.open,
          settings,
          duplicates: options.duplicates,
          // What was passed says more than what was stored with the object.
          toldEncoding: options.encoding === undefined ? source.toldEncoding : undefined,
          toldSheet: options.sheet === undefined ? source.toldSheet : undefined,
        },
        {
          createWriter: dryRun
            ? undefined
            : (onSuperseded) => {
                writer = createWriter(onSuperseded);
                return writer;
              },
          rejects: rejects.sink,
          signal,
          now: io.now,
          sleep,
          onStall({ durationMs, reason }) {
            progress.end();
            io.stderr.write(`no row was stored for ${Math.round(durationMs / 1000)} s: ${reason}\n`);
          },
          onProgress({ rows, rejected, bytesRead, isChecking }) {
            progress.update({
              done: rows,
              ...(source.sizeBytes && { fraction: bytesRead / source.sizeBytes }),
              ...(isChecking && { detail: 'looking for duplicates first' }),
              ...(rejected > 0 && { detail: `${formatCount(rejected)} rejected` }),
            });
          },
        },
      );
      progress.end();
      const { rejected, reason = '', reasonCode } = result.summary;
      const facts = { file: source.name, table, result, rejects: rejects.reasons() };
      await print(dryRun ? dryRunReport(facts) : loadReport(facts));
      if (reasonCode !== undefined) throw new GroundcrewError(reasonCode, `${source.name}: ${reason}`);
      return rejected > 0 ? exitCodes.partial : exitCodes.done;
    } catch (error) {
      progress.end();
      if (signal.aborted && writer !== undefined) {
        const stored = formatCount(writer.stats().written);
        io.stderr.write(
          `${stored} rows are stored; load the file again for the rest: stored rows are overwritten with the same values\n`,
        );
      }
      throw error;
    } finally {
      progress.end();
      dynamodb.destroy();
      await source.close?.();
    }
  },
});

function rejectSink(source: StockSource, options: { rejects: string | undefined; dryRun: boolean }) {
  const { rejects, dryRun } = options;
  if (rejects === undefined && dryRun) return ignoreRejects;
  const folder = source.path === undefined ? '' : dirname(source.path);
  return createRejectsInFile({
    path: rejects ?? chooseRejectsPath(join(folder, source.baseName), existsSync),
    ...(source.path !== undefined && { inputPath: source.path }),
  });
}
