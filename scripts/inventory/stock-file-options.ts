import { type OptionValues, usageError } from '@groundcrew/cli';
import {
  type StockFileSettings,
  stockFileDelimiterNames,
  stockFileEncodings,
} from '@groundcrew/inventory/stock-file';

/** Options for reading a stock file. */
export const stockFileOptions = {
  alias: {
    type: 'text',
    value: 'COLUMN=NAME',
    repeat: true,
    description: 'another name of the column store, item or count: store=Filiale (may be repeated)',
  },
  column: {
    type: 'text',
    value: 'COLUMN=NAME',
    repeat: true,
    description: 'which column of the file is store, item or count: count="On hand" (may be repeated)',
  },
  keepColumn: {
    type: 'text',
    value: 'NAME',
    repeat: true,
    description: 'an additional column to store as an attribute of the item (may be repeated)',
  },
  sheet: {
    type: 'text',
    value: 'NAME|N',
    description: 'the sheet of a workbook (.xlsx), by name or number; default: the first that is not hidden',
  },
  counts: {
    type: 'text',
    value: 'KIND',
    choices: ['whole', 'decimal'],
    default: 'whole',
    description: 'format of a count',
  },
  names: {
    type: 'text',
    value: 'KIND',
    choices: ['normalize', 'keep'],
    default: 'normalize',
    description: 'normalize: names that look the same are the same; keep: as in the file',
  },
  allowNegative: { type: 'flag', description: 'accept counts below zero' },
  allowFullWidth: { type: 'flag', description: 'accept counts in full-width digits' },
  delimiter: {
    type: 'text',
    value: 'NAME',
    choices: ['comma', 'semicolon', 'tab', 'pipe'],
    description: 'delimiter of cells; default: detected from the header',
  },
  encoding: {
    type: 'text',
    value: 'NAME',
    choices: stockFileEncodings,
    description: 'encoding of a file without byte order mark; default: detected from its bytes',
  },
} as const;

const fields = ['store', 'item', 'count'] as const;
type Field = (typeof fields)[number];

/**
 * Converts the options to the reader's settings.
 *
 * @throws GroundcrewError `cli.usage` for an invalid alias or column
 */
export function stockFileSettings(options: OptionValues<typeof stockFileOptions>): StockFileSettings {
  const aliases: Partial<Record<Field, string[]>> = {};
  for (const alias of options.alias) {
    const [field, name] = splitColumn('--alias', alias);
    const names = aliases[field] ?? [];
    aliases[field] = [...names, name];
  }
  const columns = Object.fromEntries(options.column.map((column) => splitColumn('--column', column)));
  return {
    aliases,
    ...(options.column.length > 0 && { columns }),
    keepColumns: options.keepColumn,
    counts: options.counts,
    names: options.names,
    allowNegative: options.allowNegative,
    allowFullWidth: options.allowFullWidth,
    ...(options.delimiter !== undefined && { delimiter: stockFileDelimiterNames[options.delimiter] }),
    ...(options.encoding !== undefined && { encoding: options.encoding }),
    ...(options.sheet !== undefined && { sheet: options.sheet }),
  };
}

function splitColumn(option: string, text: string): [Field, string] {
  const at = text.indexOf('=');
  const field = fields.find((each) => each === text.slice(0, at).trim());
  const name = text.slice(at + 1).trim();
  if (at < 0 || field === undefined || name === '') {
    throw usageError(`${option} "${text}" is not COLUMN=NAME with COLUMN one of ${fields.join(', ')}`);
  }
  return [field, name];
}
