import type { TableSection } from '@groundcrew/report';
import {
  breakEvenDollarsPerGb,
  type EngineFigures,
  engineFigures,
  type EngineRates,
  type EngineVolume,
} from './engine-figures.ts';

const boundBy: Readonly<Record<EngineFigures['boundBy'], string>> = {
  table: 'the table',
  processor: 'the processor',
};

/** Time and cost of a load by each engine. */
export function engineSection(volume: EngineVolume, rates: EngineRates): TableSection {
  return {
    kind: 'table',
    key: 'engines',
    title: 'By engine: the least time, and the cost in on-demand mode',
    columns: [
      { key: 'engine', title: 'Engine' },
      { key: 'durationMs', title: 'Time', unit: 'duration' },
      { key: 'costDollars', title: 'Cost', unit: 'usd' },
      { key: 'boundBy', title: 'Bound by', words: true },
    ],
    rows: Object.values(engineFigures(volume, rates)).map((figures) => ({
      engine: figures.engine,
      durationMs: Math.round(figures.seconds * 1_000),
      costDollars: figures.dollars === undefined ? null : Number(figures.dollars.toFixed(6)),
      boundBy: boundBy[figures.boundBy],
    })),
  };
}

/** Notes on the figures. */
export function engineNotes(volume: EngineVolume, rates: EngineRates): readonly string[] {
  const price = breakEvenDollarsPerGb(volume, rates);
  return [
    `Times are at ${rates.unitsPerSecond.toLocaleString('en-US')} write units a second; that an item of a bulk put uses one for each started KB is assumed.`,
    ...(rates.bulkDollarsPerGb === undefined && price !== undefined
      ? [
          `What a bulk put costs is not known here: it is cheaper than a function below $${price.toFixed(2)} a GB. --bulk-price states a price.`,
        ]
      : []),
  ];
}
