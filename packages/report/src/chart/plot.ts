import { lengthOf } from '../drawing.ts';
import type { ChartSection } from '../report.ts';

/** The number of colors that people can distinguish; the rest is one series. */
export const MAX_SERIES = 7;

/** A chart as lengths, for drawing. Exact amounts are in its table. */
export interface Plot {
  readonly series: readonly PlotSeries[];
  /** The ends of the axis: the first and the last mark. */
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly marks: readonly number[];
}

export interface PlotSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Whether the last series is several that were too many to distinguish. */
  readonly folded?: true;
}

/** The marks of the axis, which always has zero, and the drawn series. */
export function plotOf(chart: ChartSection): Plot {
  const series = foldSeries(chart);
  const [min, max] = chart.type === 'line' ? rangeOfLines(series) : rangeOfStacks(chart, series);
  const step = stepOf(max - min);
  const first = Math.floor(min / step);
  const last = Math.max(first + 1, Math.ceil(max / step));
  const marks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { series, low: first * step, high: last * step, step, marks };
}

function foldSeries({ labels, series }: ChartSection): PlotSeries[] {
  const all = series.map(({ name, values }) => ({
    name,
    values: labels.map((_, index) => lengthOf(values[index])),
  }));
  if (all.length <= MAX_SERIES) return all;
  const rest = all.slice(MAX_SERIES - 1);
  const folded: PlotSeries = {
    name: `${rest.length} others`,
    values: labels.map((_, index) => sumOf(rest.map(({ values }) => values[index]!))),
    folded: true,
  };
  return [...all.slice(0, MAX_SERIES - 1), folded];
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function rangeOfLines(series: readonly PlotSeries[]): [number, number] {
  let [min, max] = [0, 0];
  for (const { values } of series)
    for (const value of values) [min, max] = [Math.min(min, value ?? 0), Math.max(max, value ?? 0)];
  return [min, max];
}

/** Credits are below zero, costs above. */
function rangeOfStacks({ labels }: ChartSection, series: readonly PlotSeries[]): [number, number] {
  let [min, max] = [0, 0];
  for (const index of labels.keys()) {
    const values = series.map((one) => one.values[index] ?? 0);
    min = Math.min(
      min,
      values.reduce((sum, value) => sum + Math.min(0, value), 0),
    );
    max = Math.max(
      max,
      values.reduce((sum, value) => sum + Math.max(0, value), 0),
    );
  }
  return [min, max];
}

/** 1, 2 or 5 of a power of ten, for three to five marks and a few more. */
function stepOf(range: number): number {
  // Of a subnormal number no power of ten is a tenth.
  if (!(range > Number.MIN_VALUE / Number.EPSILON)) return 1;
  const rough = range / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough * 0.999) ?? 10;
  return factor * power;
}
