import { defaultDuplicatePolicy, duplicatePolicies } from '@groundcrew/inventory/duplicates';
import { stockFileOptions } from './stock-file-options.ts';

/** Options that decide what is read of a stock file, of the command `inventory load` and of the console. */
export const loadOptions = {
  ...stockFileOptions,
  duplicates: {
    type: 'text',
    value: 'POLICY',
    choices: duplicatePolicies,
    default: defaultDuplicatePolicy,
    description:
      'rows of one shelf: reject-conflicts rejects those that disagree, reject all of them; last, sum and max write one row',
  },
} as const;
