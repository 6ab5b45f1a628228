import { GroundcrewError } from '@groundcrew/errors';
import {
  type DuplicatePolicy,
  DEFAULT_DUPLICATE_POLICY,
  duplicatePolicies,
} from '@groundcrew/inventory/duplicates';
import { DEFAULT_MAX_VANISHED_PERCENT, type FullSettings } from '@groundcrew/inventory/full';
import { type FileTime, fileTimes, vanishedModes } from '@groundcrew/inventory/order';
import type { StockFileSettings } from '@groundcrew/inventory/stock-file';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { readStockFileSettings } from '../stock-file-settings.ts';

/** The settings of `load-inventory`, from its environment. */
export interface LoadInventorySettings {
  readonly inventoryTable: string;
  readonly ledgerTable: string;
  readonly rejectsBucket: string;
  readonly file: StockFileSettings;
  readonly duplicates: DuplicatePolicy;
  /**
   * `files`: the newest file wins, shelf by shelf; `item`: the same, by a condition at each item; `none`: uploads of different
   * objects have no order.
   */
  readonly orderGuard: 'files' | 'item' | 'none';
  readonly fileTime: FileTime;
  /** Absent: no file is a full export. */
  readonly full?: FullSettings & { readonly prefixes: readonly string[] };
  /** Whether what is there before is recorded, so that a load can be undone. */
  readonly undoJournal: boolean;
  readonly checkpointEveryMs: number;
  /** How long before its deadline a load stops; default: a quarter of the time, at most 20 s. */
  readonly reserveMs?: number;
  readonly leaseMs: number;
  readonly keepMs: number;
}

const DAY_MS = 24 * 3_600_000;

/**
 * - `INVENTORY_TABLE`, `LEDGER_TABLE`, `REJECTS_BUCKET`: names, required.
 * - How files are read: `readStockFileSettings`.
 * - `DUPLICATES`: `reject-conflicts` (default), `last`, `sum`, `max` or `reject`.
 * - `ORDER_GUARD`: `files` (default), `item` or `none`; `FILE_TIME`: `modified` (default) or `name`.
 * - `FULL_EXPORTS`: the beginnings of the keys of full exports, separated by commas, or `*` for all; `FULL_VANISHED`: `zero`
 *   (default) or `remove`; `FULL_MAX_VANISHED`: how much of a store may vanish, in percent (20).
 * - `UNDO_JOURNAL`: `on` or `off` (default).
 * - `CHECKPOINT_SECONDS` (5), `LEASE_SECONDS` (30), `LEDGER_DAYS` (30).
 * - `RESERVE_SECONDS`: how long before its deadline the function stops and invokes itself to continue.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): LoadInventorySettings {
  const settings = createSettings(environment);
  const orderGuard = settings.oneOf('ORDER_GUARD', ['files', 'item', 'none'], 'files');
  const full = readFull(settings, orderGuard);
  const reserveSeconds = settings.integer('RESERVE_SECONDS', { min: 0, max: 850 }, 0);
  return {
    inventoryTable: settings.text('INVENTORY_TABLE'),
    ledgerTable: settings.text('LEDGER_TABLE'),
    rejectsBucket: settings.text('REJECTS_BUCKET'),
    file: readStockFileSettings(settings),
    duplicates: settings.oneOf('DUPLICATES', duplicatePolicies, DEFAULT_DUPLICATE_POLICY),
    orderGuard,
    ...(full !== undefined && { full }),
    fileTime: settings.oneOf('FILE_TIME', fileTimes, 'modified'),
    undoJournal: settings.oneOf('UNDO_JOURNAL', ['on', 'off'], 'off') === 'on',
    checkpointEveryMs: settings.integer('CHECKPOINT_SECONDS', { min: 1, max: 60 }, 5) * 1000,
    ...(reserveSeconds > 0 && { reserveMs: reserveSeconds * 1000 }),
    leaseMs: settings.integer('LEASE_SECONDS', { min: 2, max: 600 }, 30) * 1000,
    keepMs: settings.integer('LEDGER_DAYS', { min: 1, max: 3_650 }, 30) * DAY_MS,
  };
}

/** Without an order among files, one that comes late would remove the shelves of newer ones. */
function readFull(
  settings: ReturnType<typeof createSettings>,
  orderGuard: LoadInventorySettings['orderGuard'],
): LoadInventorySettings['full'] {
  const prefixes = settings.list('FULL_EXPORTS');
  const vanished = settings.oneOf('FULL_VANISHED', vanishedModes, 'zero');
  const maxVanishedPercent = settings.integer(
    'FULL_MAX_VANISHED',
    { min: 0, max: 100 },
    DEFAULT_MAX_VANISHED_PERCENT,
  );
  if (prefixes.length === 0) return undefined;
  if (orderGuard === 'none') {
    throw new GroundcrewError(
      'lambda.setting.invalid',
      `the environment variable FULL_EXPORTS is ${prefixes.join(',')} and ORDER_GUARD is none: full exports need an order among files; set ORDER_GUARD to files or item, or leave FULL_EXPORTS empty`,
      { details: { name: 'FULL_EXPORTS', value: prefixes.join(',') } },
    );
  }
  if (orderGuard === 'item' && vanished === 'remove') {
    throw new GroundcrewError(
      'lambda.setting.invalid',
      'the environment variable FULL_VANISHED is remove and ORDER_GUARD is item: an item that is removed has no time to compare with; set FULL_VANISHED to zero, or ORDER_GUARD to files',
      { details: { name: 'FULL_VANISHED', value: vanished } },
    );
  }
  return { prefixes, vanished, maxVanishedPercent };
}
