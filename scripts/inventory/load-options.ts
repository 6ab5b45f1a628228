import { DEFAULT_DUPLICATE_POLICY, duplicatePolicies } from '@groundcrew/inventory/duplicates';
import { DEFAULT_MAX_VANISHED_PERCENT } from '@groundcrew/inventory/full';
import { vanishedModes } from '@groundcrew/inventory/order';
import { stockFileOptions } from './stock-file-options.ts';

/** Options that decide what is read of a stock file, of the command `inventory load` and of the console. */
export const loadOptions = {
  ...stockFileOptions,
  duplicates: {
    type: 'text',
    value: 'POLICY',
    choices: duplicatePolicies,
    default: DEFAULT_DUPLICATE_POLICY,
    description:
      'rows of one shelf: reject-conflicts rejects those that disagree, reject all of them; last, sum and max write one row',
  },
} as const;

/** Options of what becomes of shelves that a file does not name, of the command `inventory load` and of the console. */
export const fullOptions = {
  full: {
    type: 'flag',
    description:
      'the files are full exports: shelves of their stores that they do not name are set to 0 (--vanished remove: removed)',
  },
  vanished: {
    type: 'text',
    value: 'MODE',
    choices: vanishedModes,
    default: 'zero',
    description: 'with --full: what to do with shelves that are not named',
  },
  maxVanished: {
    type: 'integer',
    value: 'PERCENT',
    minimum: 0,
    maximum: 100,
    default: DEFAULT_MAX_VANISHED_PERCENT,
    description:
      'with --full: refuse a file if a larger share of the filled shelves of a store would vanish (up to five shelves, at most half of them, may)',
  },
  confirmVanished: { type: 'flag', description: 'with --full: accept what --max-vanished refuses' },
} as const;
