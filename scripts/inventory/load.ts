import { createDynamoDBClient, type DynamoDBClient } from '@groundcrew/aws/dynamodb';
import type { ObjectHandle, OpenObjectRequest } from '@groundcrew/aws/s3';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { defineCommand, type ExitCode, exitCodes, type Io, usageError } from '@groundcrew/cli';
import { GroundcrewError } from '@groundcrew/errors';
import { dryRunReport, type LoadFacts, loadReport, loadsReport } from '@groundcrew/inventory/load-report';
import {
  createFilePlace,
  type FileFacts,
  type FileMoment,
  type FileTime,
  fileTimes,
  formatSource,
  loadNewestFirst,
  momentOf,
  type VanishedMode,
} from '@groundcrew/inventory/order';
import type { FileJournalHead } from '@groundcrew/inventory/undo';
import type { Engine } from '@groundcrew/inventory/engine';
import { NEW_TABLE_UNITS_PER_SECOND } from '@groundcrew/inventory/load';
import type { Report } from '@groundcrew/report';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { checkEngine, engineOptions, findEngine, readBulkPrice } from './engine-options.ts';
import { fullOptions, loadOptions } from './load-options.ts';
import { loadSource } from './load-source.ts';
import { stockFileSettings } from './stock-file-options.ts';
import { findStockSource, type StockSource } from './stock-source.ts';

/** What the command has of the setting `OrderGuard`. */
const orderGuards = ['none', 'item'] as const;

export const command = defineCommand({
  description:
    'Loads stock files into the table, with the code of the function load-inventory. ' +
    'A file has a header with the columns store, item and count (or the names that exports have in English, ' +
    'Korean, Japanese and German, or --column); its delimiter, its encoding and gzip are detected from its content. ' +
    'It may be a workbook (.xlsx), of which one sheet is read, or alone in a ZIP archive. ' +
    'A file whose encoding or columns are not certain is refused, with what to pass. ' +
    'Rejected rows are written to a file that can be corrected and loaded; the exit code is then 3. ' +
    'If several files name a shelf, the newest one counts, in any order of the arguments.',
  arguments: [{ name: 'file', repeat: true, description: 'paths, s3://bucket/key, or - for standard input' }],
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
    ...loadOptions,
    fileTime: {
      type: 'text',
      value: 'RULE',
      choices: fileTimes,
      default: 'modified',
      description:
        'the time of each of several files: modified, when it was stored, or name, the date in its name',
    },
    undo: {
      type: 'flag',
      description:
        'record what the load changes next to the input, as stock.csv.undo.jsonl, so that inventory undo can put it back; reads each shelf before it is written',
    },
    orderGuard: {
      type: 'text',
      value: 'GUARD',
      choices: orderGuards,
      default: 'none',
      description:
        'item: write a shelf only if no newer file has, by the attribute FileTime of its item, as the stack does with ' +
        'OrderGuard item; uses two write units a row. none: write the counts of the file',
    },
    ...fullOptions,
    ...engineOptions,
    maxInFlight: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 64,
      description: 'maximum of concurrent requests; default: as many as the table accepts, up to 64',
    },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew inventory load stock.csv', description: 'Load a file' },
    {
      command: 'groundcrew inventory load stock.csv --dry-run',
      description: 'Check a file, and estimate the cost of loading it',
    },
    {
      command: 'groundcrew inventory load export.csv --column count="On hand" --duplicates sum',
      description: 'Name the column of the counts, and add up the rows of each shelf',
    },
    {
      command: 'groundcrew inventory load exports/*.csv',
      description: 'Load several files: each shelf gets the count of the newest one',
    },
    {
      command: 'groundcrew inventory load monday.csv --order-guard item',
      description:
        'Load a file that may be older than what the table has: newer shelves are left as they are',
    },
    {
      command: 'groundcrew inventory load stock.csv --full --dry-run',
      description: 'See which shelves would be set to 0 because a full export does not name them',
    },
    {
      command: 'groundcrew inventory load stock.csv --undo',
      description: 'Load a file so that inventory undo stock.csv can put back what was there',
    },
    {
      command: 'groundcrew inventory load s3://shop/2026/stock.csv.gz --table Stock',
      description: 'Load an object into another table',
    },
    {
      command: 'groundcrew inventory load s3://shop/2026/all.csv.gz --engine bulk --dry-run',
      description: 'See what a large object takes and costs by each engine',
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
  async handler({ options, arguments: { file: files }, global, io, signal, print }) {
    const settings = stockFileSettings(options);
    const { table, dryRun, fileTime } = options;
    const isGuarded = options.orderGuard === 'item';
    checkFull(options);
    checkEngine(options, files);
    if (files.length > 1) checkSeveral(files, options.rejects);
    else if (isGuarded) checkGuarded(files);
    const isRemote = files.some((file) => file.startsWith('s3://'));
    // A check of local files needs no account, unless it is about the table.
    const connection =
      dryRun && !isRemote && !options.full && options.engine === undefined
        ? {}
        : await openConnection({ global, io, signal }, { changes: !dryRun });
    const openObject = async (request: OpenObjectRequest): Promise<ObjectHandle> => {
      const { createS3Client, openObject: open } = await import('@groundcrew/aws/s3');
      return await open(createS3Client(connection), request);
    };
    const dynamodb = createDynamoDBClient(connection);
    const sources: StockSource[] = [];
    const toInput = (source: StockSource) => ({
      open: source.open,
      settings,
      // What was passed takes precedence over what was stored with the object.
      metadataEncoding: options.encoding === undefined ? source.metadataEncoding : undefined,
      metadataSheet: options.sheet === undefined ? source.metadataSheet : undefined,
    });
    try {
      for (const file of files) sources.push(await findStockSource(file, { io, openObject }));
      const where = options.undo && !dryRun ? await placeOf(connection, signal) : {};
      const deps = { dynamodb, io, signal, where };
      const rowsRepeat = options.duplicates === 'last';
      const [single] = sources;
      if (sources.length === 1 && single !== undefined) {
        const engine = await findEngine(options, single, { dynamodb: () => dynamodb, io, signal });
        const moment = findMoment(single, fileTime);
        const input = { ...toInput(single), source: () => moment && formatSource(moment) };
        const place = isGuarded || engine === 'bulk' ? createFilePlace(factsOf(single), fileTime) : undefined;
        if (engine === 'bulk' && !dryRun && place !== undefined) {
          const { exitCodeOfBulk, loadByBulk } = await import('./load-by-bulk.ts');
          const { bulkLoadReport } = await import('@groundcrew/inventory/bulk-load-report');
          const context = { connection, dynamodb, io, signal, place };
          const loaded = await loadByBulk(single, input, options, context);
          const { reason = '', reasonCode } = loaded.result.summary;
          if (reasonCode !== undefined) throw new GroundcrewError(reasonCode, `${single.name}: ${reason}`);
          await print(bulkLoadReport(loaded));
          return exitCodeOfBulk(loaded);
        }
        const facts = await loadSource(
          single,
          input,
          { ...options, isOneOfSeveral: false },
          { ...deps, enterOrder: place?.enter, guard: place && { order: place.order, rowsRepeat } },
        );
        if (dryRun && options.engine !== undefined)
          await print(await reportByEngine(facts, options, dynamodb, signal));
        else await print(dryRun ? dryRunReport(facts) : loadReport(facts));
        return exitCodeOf(facts);
      }
      const ordered = sources.map((source) => ({
        source,
        facts: factsOf(source),
        input: toInput(source),
      }));
      const loads = await loadNewestFirst(ordered, fileTime, async ({ file, order, enterOrder }) => {
        const input = { ...file.input, source: () => formatSource(order) };
        const guard = isGuarded ? { order: () => order, rowsRepeat } : undefined;
        const facts = await loadSource(
          file.source,
          input,
          { ...options, isOneOfSeveral: true },
          { ...deps, enterOrder, guard },
        );
        return { ...facts, timeMs: order.timeMs };
      });
      await print(loadsReport(table, loads, { isDryRun: dryRun }));
      return exitCodeOfAll(loads, io);
    } finally {
      dynamodb.destroy();
      for (const source of sources) await source.close?.();
    }
  },
});

/** What a file takes and costs by each engine. */
async function reportByEngine(
  facts: LoadFacts,
  {
    engine,
    table,
    bulkPrice,
  }: { readonly engine?: Engine | undefined; readonly table: string; readonly bulkPrice: string | undefined },
  dynamodb: DynamoDBClient,
  signal: AbortSignal,
): Promise<Report> {
  const { describeTable } = await import('@groundcrew/aws/dynamodb');
  const { engineDryRunReport } = await import('@groundcrew/inventory/bulk-load-report');
  const { checkTable } = await import('@groundcrew/inventory/bulk');
  const { writeUnits = NEW_TABLE_UNITS_PER_SECOND } =
    engine === 'bulk'
      ? await checkTable(dynamodb, table, signal)
      : await describeTable(dynamodb, table, { signal });
  const { result, isGuarded = false } = facts;
  const volume = {
    rows: result.summary.written,
    // Under the guard each of them is counted twice.
    writeUnits: isGuarded ? result.writeUnits / 2 : result.writeUnits,
    itemBytes: result.itemBytes ?? 0,
  };
  const rates = { unitsPerSecond: writeUnits, bulkDollarsPerGb: readBulkPrice({ bulkPrice }) };
  return engineDryRunReport(facts, volume, rates);
}

/** Which account and region the journal of a load is of. */
async function placeOf(
  connection: ConnectionSettings,
  signal: AbortSignal,
): Promise<Pick<FileJournalHead, 'account' | 'region'>> {
  const { region } = connection;
  try {
    const { whoAmI } = await import('@groundcrew/aws/identity');
    return { region, account: (await whoAmI(connection, signal)).accountId };
  } catch {
    // It was shown before that the account is not known: STS is out of reach here.
    signal.throwIfAborted();
    return { region };
  }
}

/** What is only for full exports would be taken for making the file one. */
function checkFull(options: {
  readonly orderGuard: (typeof orderGuards)[number];
  readonly full: boolean;
  readonly vanished: VanishedMode;
  readonly confirmVanished: boolean;
}): void {
  if (options.full) {
    if (options.orderGuard === 'item' && options.vanished === 'remove')
      throw usageError(
        'an item that is removed has no time to compare with; --order-guard item needs --vanished zero',
      );
    return;
  }
  if (options.confirmVanished) throw usageError('--confirm-vanished is for full exports; pass --full, too');
  if (options.vanished !== 'zero') throw usageError('--vanished is for full exports; pass --full, too');
}

function checkSeveral(files: readonly string[], rejects: string | undefined): void {
  if (files.includes('-')) {
    throw usageError('standard input has no time, so it has no place among several files; load it by itself');
  }
  if (rejects !== undefined) {
    throw usageError('--rejects takes the rejects of one file; without it, those of each are next to it');
  }
}

/** Of one file: several are checked as such. */
function checkGuarded([file]: readonly string[]): void {
  if (file !== '-') return;
  throw usageError(
    'standard input has no time, so that its place among other files is not known; --order-guard item needs a file',
  );
}

function factsOf({ name, baseName, modifiedMs }: StockSource): FileFacts {
  return { object: name, name: baseName, sequencer: '', modifiedMs };
}

/** Of a file that is loaded by itself, whose time only its rejects state. */
function findMoment(source: StockSource, fileTime: FileTime): FileMoment | undefined {
  try {
    return momentOf(factsOf(source), fileTime);
  } catch {
    return undefined;
  }
}

function exitCodeOf({ file, result }: LoadFacts): ExitCode {
  const { rejected, reason = '', reasonCode, full } = result.summary;
  if (reasonCode !== undefined) throw new GroundcrewError(reasonCode, `${file}: ${reason}`);
  return rejected > 0 || full?.kept !== undefined ? exitCodes.partial : exitCodes.done;
}

/** With several files those that are refused do not keep the others from being loaded. */
function exitCodeOfAll(loads: readonly LoadFacts[], io: Io): ExitCode {
  const refused = loads.filter(({ result }) => result.summary.status === 'refused');
  const [first] = refused;
  if (first !== undefined && refused.length === loads.length) return exitCodeOf(first);
  for (const { file, result } of refused) io.stderr.write(`${file} is refused: ${result.summary.reason}\n`);
  const hasRejects = loads.some(
    ({ result: { summary } }) => summary.rejected > 0 || summary.full?.kept !== undefined,
  );
  return hasRejects || refused.length > 0 ? exitCodes.partial : exitCodes.done;
}
