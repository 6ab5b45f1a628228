import {
  breakEvenDollarsPerGb,
  engineFigures,
  type EngineRates,
  type EngineVolume,
} from './engine-figures.ts';
import type { Engine } from './engines.ts';

/** What an engine is chosen by, where none is named. */
export interface EngineQuestion {
  readonly volume: EngineVolume;
  readonly rates: EngineRates;
  /** Whether the load is to write under the guard of each item: bulk put can't do without. */
  readonly isGuarded: boolean;
  /** Why the table takes no bulk put; `undefined` if it does. */
  readonly bulkRefusal?: string | undefined;
}

export interface EngineChoice {
  readonly engine: Engine;
  /** A sentence. */
  readonly reason: string;
}

/** A function may take this long: it is cheap to watch, and to repeat. */
export const FUNCTION_SECONDS = 3_600;

/**
 * Chooses what loads a file. A function does, unless it takes more than an hour and bulk put is known to cost no more: nobody's money
 * is spent at a price that is not known.
 */
export function chooseEngine({ volume, rates, isGuarded, bulkRefusal }: EngineQuestion): EngineChoice {
  const figures = engineFigures(volume, rates);
  const { seconds } = figures.function;
  const takes = `a function takes about ${spell(seconds)}`;
  const stay = (reason: string): EngineChoice => ({ engine: 'function', reason: `${takes}${reason}` });
  if (seconds <= FUNCTION_SECONDS) return stay(', less than an hour');
  if (bulkRefusal !== undefined) return stay(`; bulk put would do, but ${bulkRefusal}`);
  if (!isGuarded) return stay('; bulk put needs --order-guard item, which this load does not have');
  const { bulk } = figures;
  const compared = `bulk put at least ${spell(bulk.seconds)}`;
  if (bulk.dollars === undefined) {
    const price = breakEvenDollarsPerGb(volume, rates) ?? 0;
    return stay(
      `, ${compared}; what that costs is not known: it is cheaper below $${price.toFixed(2)} a GB, which --bulk-price states`,
    );
  }
  const [cost, other] = [dollars(bulk.dollars), dollars(figures.function.dollars ?? 0)];
  if (bulk.dollars > (figures.function.dollars ?? 0)) return stay(`, ${compared}, at ${other} and ${cost}`);
  return { engine: 'bulk', reason: `${takes}, ${compared}, at ${other} and ${cost}` };
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function spell(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  const hours = seconds / 3_600;
  return hours < 100 ? `${hours.toFixed(1)} h` : `${Math.round(hours / 24)} days`;
}
