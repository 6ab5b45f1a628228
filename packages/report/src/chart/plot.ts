import { lengthOf } from '../drawing.ts';
import type { ChartSection } from '../report.ts';

/** As many series as there are colors that people tell apart; the rest is one. */
export const mostSeries = 7;

/** A chart as lengths: what is drawn. Exact amounts stay in the table behind. */
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
  /** Several series that were too many to be told apart. */
  readonly folded?: true;
}

/** Where the marks of the axis are, and which series are drawn; the axis always has zero. */
export function plotOf(chart: ChartSection): Plot {
  const series = foldSeries(chart);
  const [least, most] = chart.type === 'line' ? rangeOfLines(series) : rangeOfStacks(chart, series);
  const step = stepOf(most - least);
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  const marks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { series, low: first * step, high: last * step, step, marks };
}

function foldSeries({ labels, series }: ChartSection): PlotSeries[] {
  const all = series.map(({ name, values }) => ({
    name,
    values: labels.map((_, index) => lengthOf(values[index])),
  }));
  if (all.length <= mostSeries) return all;
  const rest = all.slice(mostSeries - 1);
  const folded: PlotSeries = {
    name: `${rest.length} others`,
    values: labels.map((_, index) => sumOf(rest.map(({ values }) => values[index]!))),
    folded: true,
  };
  return [...all.slice(0, mostSeries - 1), folded];
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function rangeOfLines(series: readonly PlotSeries[]): [number, number] {
  let [least, most] = [0, 0];
  for (const { values } of series)
    for (const value of values) [least, most] = [Math.min(least, value ?? 0), Math.max(most, value ?? 0)];
  return [least, most];
}

/** Credits hang below zero while costs stand on it. */
function rangeOfStacks({ labels }: ChartSection, series: readonly PlotSeries[]): [number, number] {
  let [least, most] = [0, 0];
  for (const index of labels.keys()) {
    const values = series.map((one) => one.values[index] ?? 0);
    least = Math.min(
      least,
      values.reduce((sum, value) => sum + Math.min(0, value), 0),
    );
    most = Math.max(
      most,
      values.reduce((sum, value) => sum + Math.max(0, value), 0),
    );
  }
  return [least, most];
}

/** 1, 2 or 5 of a power of ten, for three to five marks and a few more. */
function stepOf(range: number): number {
  if (!(range > 0)) return 1;
  const rough = range / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough * 0.999) ?? 10;
  return factor * power;
}
