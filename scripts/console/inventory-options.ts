import { type OptionValues, orUsageError } from '@groundcrew/cli';
import type { InventorySource, OptionValuesByName } from '@groundcrew/console';
import { duplicatePolicies } from '@groundcrew/inventory/duplicates';
import { loadOptions } from '../inventory/load-options.ts';
import { stockFileSettings } from '../inventory/stock-file-options.ts';

/** The options of `inventory load` that decide how a file is read, for the console's pages. */
export const consoleLoad: InventorySource['load'] = {
  options: loadOptions,
  read(values: OptionValuesByName) {
    const typed = values as unknown as OptionValues<typeof loadOptions>;
    const duplicates = duplicatePolicies.find((policy) => policy === values.duplicates);
    return { settings: orUsageError(() => stockFileSettings(typed)), duplicates };
  },
};
