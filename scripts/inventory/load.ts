import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { sleep } from '@groundcrew/aws-core';
import { createProgress, defineCommand, exitCodes } from '@groundcrew/cli';
import { GroundcrewError } from '@groundcrew/errors';
import {
  createRejectsInFile,
  createStockWriter,
  ignoreRejects,
  loadStockFile,
} from '@groundcrew/inventory/load';
import { formatCount } from '@groundcrew/report';
import { connectionOf } from '../connection.ts';
import { dryRunReport, loadReport } from './load-report.ts';
import { createRejectTally } from './reject-tally.ts';
import { chooseRejectsPath } from './rejects-path.ts';
import { stockFileOptions, stockFileSettings } from './stock-file-options.ts';
import { findStockSource, type StockSource } from './stock-source.ts';

export const command = defineCommand({
  description:
    'Loads a stock file into the table, with the code that the function load-inventory runs. ' +
    'The file has a header with the columns store, item and count (or their Korean names, or --alias); ' +
    'its delimiter, its encoding and gzip are told from its content. ' +
    'Rejected rows go to a file that can be repaired and loaded in its turn; the exit code is then 3.',
  arguments: [{ name: 'file', description: 'a path, s3://bucket/key, or - for standard input' }],
  options: {
    table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'the table' },
    dryRun: {
      type: 'flag',
      description: 'write nothing to the table; tell rows, rejects, write units, cost and time',
    },
    rejects: {
      type: 'text',
      value: 'FILE',
      description:
        'where rejected rows go; else beside the input, as stock.rejects.csv (with --dry-run: nowhere)',
    },
    ...stockFileOptions,
    maxInFlight: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 64,
      description: 'most requests at once; else as many as the table takes, up to 64',
    },
  },
  examples: [
    { command: 'groundcrew inventory load stock.csv', description: 'Load a file' },
    {
      command: 'groundcrew inventory load stock.csv --dry-run',
      description: 'Check a file, and tell what loading it costs',
    },
    {
      command: 'groundcrew inventory load s3://shop/2026/stock.csv.gz --table Stock',
      description: 'Load an object into another table',
    },
    {
      command: 'unzip -p stock.zip | groundcrew inventory load - --alias store=Filiale --rejects bad.csv',
      description: 'Load what another program writes, with a column name of your own',
    },
  ],
  async handler({ options, arguments: { file }, global, io, signal, print }) {
    const settings = stockFileSettings(options);
    const connection = connectionOf(global, io);
    const { table, dryRun, maxInFlight } = options;
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
        { open: source.open, settings },
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
          onProgress({ rows, rejected, bytesRead }) {
            progress.update({
              done: rows,
              ...(source.sizeBytes && { fraction: bytesRead / source.sizeBytes }),
              ...(rejected > 0 && { detail: `${formatCount(rejected)} rejected` }),
            });
          },
        },
      );
      progress.end();
      const { status, rejected, reason = '', reasonCode = '' } = result.summary;
      const facts = { file: source.name, table, result, rejects: rejects.section() };
      await print(dryRun ? dryRunReport(facts) : loadReport(facts));
      if (status === 'refused') throw new GroundcrewError(reasonCode, `${source.name}: ${reason}`);
      return rejected > 0 ? exitCodes.partial : exitCodes.done;
    } catch (error) {
      progress.end();
      if (signal.aborted && writer !== undefined) {
        const stored = formatCount(writer.stats().written);
        io.stderr.write(
          `${stored} rows are stored; load the file again for the rest: what is stored does no harm\n`,
        );
      }
      throw error;
    } finally {
      progress.end();
      dynamodb.destroy();
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
