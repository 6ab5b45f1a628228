import { writeUnitPrice } from '../load/estimate.ts';
import type { Engine } from './engines.ts';

/** What is to be loaded. */
export interface EngineVolume {
  readonly rows: number;
  /** Write units of all items, one for each started KB of an item, with the guard. */
  readonly writeUnits: number;
  /** Sizes of all items, with the guard. */
  readonly itemBytes: number;
}

export interface EngineRates {
  /** Write units a second that the table takes. */
  readonly unitsPerSecond: number;
  /** US dollars a GB of bulk put bytes; left out: not known. */
  readonly bulkDollarsPerGb?: number | undefined;
  /** Functions at a time of `map`; default: 16. */
  readonly mapFunctions?: number | undefined;
}

export interface EngineFigures {
  readonly engine: Engine;
  readonly seconds: number;
  /** `undefined`: not known. */
  readonly dollars: number | undefined;
  /** What the time is bound by. */
  readonly boundBy: 'table' | 'processor';
}

/**
 * Figures that the estimates are made of. Dollars are those of us-east-1.
 *
 * - `guardUnits`: a put in a transaction uses two write units for each started KB (DynamoDB Developer Guide, "DynamoDB read and write
 *   operations"; ADR 38).
 * - `bulkUnits`: that a put of a bulk put uses one is assumed: `MaxWriteRequestUnits` limits its "write request units" (API reference,
 *   "StartBulkPutItems"), and no page was found that states how many a put with a condition uses.
 * - `rowsPerProcessorSecond`: measured, see docs/bench.md; that of `bulk` with the look for duplicates. A function of 1,024 MB has 0.58 of a processor.
 * - `functionDollarsPerSecond`: 1 GB on Arm (docs/deploy.md).
 */
const engineConstants = {
  guardUnits: 2,
  bulkUnits: 1,
  rowsPerProcessorSecond: { function: 150_000, bulk: 450_000 },
  functionProcessors: 0.58,
  functionDollarsPerSecond: 0.0000133334,
  mapFunctions: 16,
  bytesPerGb: 1024 ** 3,
} as const;

/** Time and cost of a load by each engine: at least so long, and for writes in on-demand mode. */
export function engineFigures(
  volume: EngineVolume,
  rates: EngineRates,
): Readonly<Record<Engine, EngineFigures>> {
  const { mapFunctions = engineConstants.mapFunctions } = rates;
  return {
    function: byFunctions('function', 1, volume, rates),
    map: byFunctions('map', mapFunctions, volume, rates),
    bulk: byBulkPut(volume, rates),
  };
}

/** Rows that are assumed of a file that was not read yet: `Berlin,Echo Plus 12,34`, and an item with the time of its file. */
const assumedSizes = { rowBytes: 30, itemBytes: 150, gzipRatio: 10 } as const;

/** What a file may be, by its size alone. */
export function volumeOfFile(sizeBytes: number, isCompressed: boolean): EngineVolume {
  const rows = Math.ceil((sizeBytes * (isCompressed ? assumedSizes.gzipRatio : 1)) / assumedSizes.rowBytes);
  return { rows, writeUnits: rows, itemBytes: rows * assumedSizes.itemBytes };
}

/**
 * The price of a GB of bulk put bytes at which a bulk put costs what a function does: below it, bulk put is cheaper.
 */
export function breakEvenDollarsPerGb(volume: EngineVolume, rates: EngineRates): number | undefined {
  if (volume.itemBytes === 0) return undefined;
  const { dollars = 0 } = engineFigures(volume, rates).function;
  return dollars / (volume.itemBytes / engineConstants.bytesPerGb);
}

function byFunctions(
  engine: 'function' | 'map',
  functions: number,
  { rows, writeUnits }: EngineVolume,
  { unitsPerSecond }: EngineRates,
): EngineFigures {
  const { guardUnits, rowsPerProcessorSecond, functionProcessors, functionDollarsPerSecond } =
    engineConstants;
  const units = guardUnits * writeUnits;
  const speed = rowsPerProcessorSecond.function * functionProcessors * functions;
  const { seconds, boundBy } = longer(units / unitsPerSecond, rows / speed);
  const dollars =
    (units / 1_000_000) * writeUnitPrice.dollarsPerMillionUnits +
    seconds * functions * functionDollarsPerSecond;
  return { engine, seconds, boundBy, dollars };
}

function byBulkPut(
  { rows, writeUnits, itemBytes }: EngineVolume,
  { unitsPerSecond, bulkDollarsPerGb }: EngineRates,
): EngineFigures {
  const { bulkUnits, rowsPerProcessorSecond, bytesPerGb } = engineConstants;
  const converting = rows / rowsPerProcessorSecond.bulk;
  const writing = (bulkUnits * writeUnits) / unitsPerSecond;
  const { boundBy } = longer(writing, converting);
  const dollars = bulkDollarsPerGb === undefined ? undefined : (itemBytes / bytesPerGb) * bulkDollarsPerGb;
  // One after the other: an operation reads what is there when it starts.
  return { engine: 'bulk', seconds: converting + writing, boundBy, dollars };
}

function longer(table: number, processor: number): Pick<EngineFigures, 'seconds' | 'boundBy'> {
  return table >= processor
    ? { seconds: table, boundBy: 'table' }
    : { seconds: processor, boundBy: 'processor' };
}
