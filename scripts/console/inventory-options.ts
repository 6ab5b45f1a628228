import { type OptionValues, orUsageError } from '@groundcrew/cli';
import type { InventorySource, OptionValuesByName } from '@groundcrew/console';
import { duplicatePolicies } from '@groundcrew/inventory/duplicates';
import { vanishedModes } from '@groundcrew/inventory/order';
import { fullOptions, loadOptions } from '../inventory/load-options.ts';
import { stockFileSettings } from '../inventory/stock-file-options.ts';

const options = { ...loadOptions, ...fullOptions };

/** The options of `inventory load` that decide how a file is read and what it decides on, for the console's pages. */
export const consoleLoad: InventorySource['load'] = {
  options,
  read(values: OptionValuesByName) {
    const typed = values as unknown as OptionValues<typeof options>;
    const duplicates = duplicatePolicies.find((policy) => policy === values.duplicates);
    const vanished = vanishedModes.find((mode) => mode === values.vanished) ?? 'zero';
    return {
      settings: orUsageError(() => stockFileSettings(typed)),
      duplicates,
      full: typed.full
        ? { vanished, maxVanishedPercent: typed.maxVanished, isConfirmed: typed.confirmVanished }
        : undefined,
    };
  },
};
