import { GroundcrewError } from '@groundcrew/errors';
import { ALERTS_OFF_ATTRIBUTE } from '../alerts/alerts-off.ts';
import { FILE_TIME_ATTRIBUTE } from '../order/file-time.ts';
import { normalizeColumnName } from './column-names.ts';
import { type StockFileSettings, stockFileDelimiters, stockFileEncodings } from './types.ts';

const DEFAULT_MAX_ROW_BYTES = 65_536;
const MIN_ROW_BYTES_LIMIT = 64;
const MAX_ROW_BYTES_LIMIT = 16 * 1024 * 1024;

/** Attributes that are not from a file, and what they are. */
const ownAttributes = [
  [FILE_TIME_ATTRIBUTE, 'the place of a file'],
  [ALERTS_OFF_ATTRIBUTE, 'the backfill that wrote an item without an alert'],
] as const;

/** The settings with their defaults filled in. */
export interface CheckedSettings extends StockFileSettings {
  keepColumns: readonly string[];
  counts: 'whole' | 'decimal';
  names: 'normalize' | 'keep';
  allowNegative: boolean;
  allowFullWidth: boolean;
  maxRowBytes: number;
}

/**
 * Checks settings that may come from a shell or an environment, and fills in the defaults.
 *
 * @throws GroundcrewError `inventory.settings.*` for a value that is not allowed.
 */
export function checkSettings(settings: StockFileSettings): CheckedSettings {
  const { keepColumns = [], counts = 'whole', names = 'normalize' } = settings;
  const { maxRowBytes = DEFAULT_MAX_ROW_BYTES } = settings;
  oneOf('counts', counts, ['whole', 'decimal']);
  oneOf('names', names, ['normalize', 'keep']);
  if (settings.delimiter !== undefined) oneOf('delimiter', settings.delimiter, stockFileDelimiters);
  if (settings.encoding !== undefined) oneOf('encoding', settings.encoding, stockFileEncodings);
  if (
    !Number.isInteger(maxRowBytes) ||
    maxRowBytes < MIN_ROW_BYTES_LIMIT ||
    maxRowBytes > MAX_ROW_BYTES_LIMIT
  ) {
    throw new GroundcrewError(
      'inventory.settings.max-row-bytes',
      `maxRowBytes ${maxRowBytes} is not a whole number from ${MIN_ROW_BYTES_LIMIT} to ${MAX_ROW_BYTES_LIMIT}`,
    );
  }
  const columnNames = [settings.aliases, settings.columns].flatMap((each) =>
    Object.values(each ?? {}).flat(),
  );
  for (const name of [...keepColumns, ...columnNames]) {
    if (normalizeColumnName(name) === '') {
      throw new GroundcrewError(
        'inventory.settings.column-name',
        `column name ${JSON.stringify(name)} in the settings is blank; set a name or remove it`,
      );
    }
  }
  for (const [name, meaning] of ownAttributes) {
    if (!keepColumns.includes(name)) continue;
    throw new GroundcrewError(
      'inventory.settings.column-name',
      `column name "${name}" in the settings can't be kept: it is the attribute with ${meaning}; spell it otherwise, as ${name.toLowerCase()}`,
    );
  }
  return {
    ...settings,
    keepColumns,
    counts,
    names,
    maxRowBytes,
    allowNegative: settings.allowNegative ?? false,
    allowFullWidth: settings.allowFullWidth ?? false,
  };
}

function oneOf(
  name: 'counts' | 'names' | 'delimiter' | 'encoding',
  value: string,
  allowed: readonly string[],
): void {
  if (allowed.includes(value)) return;
  const choices = allowed.map((choice) => JSON.stringify(choice)).join(', ');
  throw new GroundcrewError(
    `inventory.settings.${name}`,
    `${name} ${JSON.stringify(value)} is not one of ${choices}`,
  );
}
