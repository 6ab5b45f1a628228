import { lengthOf, maxBarValue } from '../drawing.ts';
import type { Column, Row } from '../report.ts';

const TREND_HEIGHT = 20;

/** A drawn column in HTML: a small SVG per cell, without text, as its figures are in the row. */
export function htmlDrawing(column: Column, sample: readonly Row[]): (row: Row) => string {
  const { as, of } = column.drawn!;
  if (as === 'trend') return (row) => trendSvg(of.map((key) => lengthOf(row[key])));
  const maxValue = maxBarValue(column, sample);
  return (row) => barSvg(lengthOf(row[of[0]!]) ?? 0, maxValue);
}

function barSvg(value: number, maxValue: number): string {
  if (maxValue === 0 || value === 0) return '';
  const width = Math.round(Math.min(1, Math.abs(value) / maxValue) * 1000) / 10;
  const kind = value < 0 ? 'fill less' : 'fill c1';
  return `<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><path class="${kind}" d="M0 0H${width}V1H0z"/></svg>`;
}

function trendSvg(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '';
  const low = Math.min(0, ...known);
  const range = Math.max(0, ...known) - low || 1;
  let d = '';
  let isDown = false;
  for (const [index, value] of values.entries()) {
    const y =
      value === null ? 0 : TREND_HEIGHT - Math.round(((value - low) / range) * TREND_HEIGHT * 10) / 10;
    if (value !== null) d += `${isDown ? 'L' : 'M'}${index} ${y}`;
    isDown = value !== null;
  }
  return `<svg class="trend" viewBox="0 0 ${Math.max(1, values.length - 1)} ${TREND_HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><path class="line c1" d="${d}"/></svg>`;
}
