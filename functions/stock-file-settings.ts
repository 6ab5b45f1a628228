import { GroundcrewError, messageOf } from '@groundcrew/errors';
import {
  type StockFileSettings,
  stockFileDelimiterNames,
  stockFileEncodings,
} from '@groundcrew/inventory/stock-file';
import type { createSettings } from '@groundcrew/lambda';

type Settings = ReturnType<typeof createSettings>;

/**
 * How stock files are read, by every function that reads them:
 *
 * - `ALIASES`: further column names, as JSON: `{"store":["Filiale"],"count":["Bestand"]}`.
 * - `KEEP_COLUMNS`: further columns to keep as attributes, separated by commas.
 * - `COUNTS`: `whole` (default) or `decimal`; `ALLOW_NEGATIVE`, `ALLOW_FULL_WIDTH`: `true` or `false` (default).
 * - `NAMES`: `normalize` (default) or `keep`.
 * - `ENCODING`: one of `stockFileEncodings`; `DELIMITER`: `comma`, `semicolon`, `tab`, `pipe`. Default: detected from
 *   the file.
 * - `SHEET`: the sheet of a workbook, by name or number; default: the first that is not hidden.
 *
 * @throws GroundcrewError `lambda.setting.invalid`
 */
export function readStockFileSettings(settings: Settings): StockFileSettings {
  const optionalChoice = <const Choice extends string>(
    name: string,
    choices: readonly Choice[],
  ): Choice | undefined =>
    settings.optionalText(name) === undefined ? undefined : settings.oneOf(name, choices);
  const aliases = readAliases(settings.optionalText('ALIASES'));
  const encoding = optionalChoice('ENCODING', stockFileEncodings);
  const delimiter = optionalChoice('DELIMITER', ['comma', 'semicolon', 'tab', 'pipe']);
  const sheet = settings.optionalText('SHEET');
  return {
    ...(aliases !== undefined && { aliases }),
    keepColumns: settings.list('KEEP_COLUMNS'),
    counts: settings.oneOf('COUNTS', ['whole', 'decimal'], 'whole'),
    names: settings.oneOf('NAMES', ['normalize', 'keep'], 'normalize'),
    allowNegative: settings.flag('ALLOW_NEGATIVE', false),
    allowFullWidth: settings.flag('ALLOW_FULL_WIDTH', false),
    ...(encoding !== undefined && { encoding }),
    ...(sheet !== undefined && { sheet }),
    ...(delimiter !== undefined && { delimiter: stockFileDelimiterNames[delimiter] }),
  };
}

function readAliases(json: string | undefined): StockFileSettings['aliases'] | undefined {
  if (json === undefined) return undefined;
  const names = ['store', 'item', 'count'] as const;
  const invalid = (why: string): GroundcrewError =>
    new GroundcrewError(
      'lambda.setting.invalid',
      `the environment variable ALIASES is ${json}: ${why}; write {"store":["Filiale"],"count":["Bestand"]}`,
      { details: { name: 'ALIASES', value: json } },
    );
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw invalid(messageOf(error));
  }
  if (typeof value !== 'object' || value === null) throw invalid('it is not an object');
  for (const [name, list] of Object.entries(value)) {
    if (!names.some((each) => each === name)) throw invalid(`"${name}" is not one of ${names.join(', ')}`);
    if (!Array.isArray(list) || list.some((each) => typeof each !== 'string')) {
      throw invalid(`"${name}" is not a list of names`);
    }
  }
  return value;
}
