import type { Language } from '../messages/catalog.ts';
import { pageText } from '../messages/page-texts.ts';
import type { ChartSection, Column, Row, TableSection } from '../report.ts';

/** The figures of a chart as a table for people: a row per label, a column per series. */
export function figuresOf(chart: ChartSection): TableSection {
  return {
    kind: 'table',
    key: chart.key,
    columns: [
      { key: 'label', title: chart.labelTitle ?? '' },
      ...chart.series.map(({ name }, index) => amountColumn(chart, seriesKey(index), name)),
    ],
    rows: labelRows(chart),
  };
}

/** The same with a bar for each figure, for `bars`. All bars have one scale. */
export function barsOf(chart: ChartSection): TableSection {
  const keys = chart.series.map((_, index) => seriesKey(index));
  const columns = chart.series.flatMap(({ name }, index): Column[] => {
    const of = [seriesKey(index), ...keys.filter((key) => key !== seriesKey(index))];
    return [
      amountColumn(chart, seriesKey(index), name),
      { key: `bar${index}`, title: '', drawn: { as: 'bar', of } },
    ];
  });
  return {
    kind: 'table',
    key: chart.key,
    title: chart.title,
    columns: [{ key: 'label', title: chart.labelTitle ?? '' }, ...columns],
    rows: labelRows(chart),
  };
}

/** A row per series, for a terminal. */
export function trendsOf(chart: ChartSection, language?: Language): TableSection {
  const keys = chart.labels.map((_, index) => `at${index}`);
  const [first, last] = [chart.labels[0] ?? '', chart.labels.at(-1) ?? ''];
  return {
    kind: 'table',
    key: chart.key,
    title: `${chart.title}: ${first === last ? first : pageText('range', language, { from: first, to: last })}`,
    columns: [
      { key: 'name', title: '' },
      amountColumn(chart, 'least', pageText('lowest', language)),
      amountColumn(chart, 'most', pageText('highest', language)),
      amountColumn(chart, 'last', pageText('last', language)),
      { key: 'trend', title: pageText('trend', language), drawn: { as: 'trend', of: keys } },
    ],
    rows: chart.series.map(({ name, values }): Row => {
      const known = values
        .filter((value) => value !== null)
        .toSorted((left, right) => Number(left) - Number(right));
      return {
        name,
        least: known[0] ?? null,
        most: known.at(-1) ?? null,
        last: values[chart.labels.length - 1] ?? null,
        ...Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null])),
      };
    }),
  };
}

/** For CSV: a row per figure, so that the columns do not depend on the names of the series. */
export function longFiguresOf(chart: ChartSection): TableSection {
  return {
    kind: 'table',
    key: chart.key,
    columns: [
      { key: 'label', title: chart.labelTitle ?? 'Label' },
      { key: 'series', title: 'Series' },
      amountColumn(chart, 'value', 'Value'),
    ],
    rows: chart.labels.flatMap((label, index) =>
      chart.series.map(({ name, values }): Row => ({ label, series: name, value: values[index] ?? null })),
    ),
  };
}

/** A chart as JSON: its labels, and the values of each series in their order. */
export function chartJson({ type, unit = 'count', currency, labels, series }: ChartSection): object {
  return {
    type,
    unit,
    ...(currency !== undefined && { currency }),
    labels,
    series: series.map(({ name, values }) => ({ name, values: labels.map((_, at) => values[at] ?? null) })),
  };
}

function labelRows(chart: ChartSection): Row[] {
  return chart.labels.map((label, index): Row =>
    Object.fromEntries([
      ['label', label],
      ...chart.series.map(({ values }, at) => [seriesKey(at), values[index] ?? null]),
    ]),
  );
}

function seriesKey(index: number): string {
  return `series${index}`;
}

function amountColumn({ unit = 'count', currency }: ChartSection, key: string, title: string): Column {
  return { key, title, unit, ...(currency !== undefined && { currency }) };
}
