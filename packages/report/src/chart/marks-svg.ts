import { MAX_SERIES, type Plot, type PlotSeries } from './plot.ts';

/** Height of the drawing in its own units; its width is one unit per label. */
export const PLOT_HEIGHT = 100;
/** With more columns than this, the lines between their parts would cover most of them. */
const MAX_OUTLINED_COLUMNS = 120;

function round(length: number): number {
  return Math.round(length * 1000) / 1000;
}

function heightOf(value: number, { low, high }: Plot): number {
  return round(PLOT_HEIGHT - ((value - low) / (high - low)) * PLOT_HEIGHT);
}

/** Color class of the series at `index`: the last drawn one is gray, whether or not it is several. */
export function colorOf({ folded }: PlotSeries, index: number): string {
  return folded || index >= MAX_SERIES - 1 ? 'others' : `c${index + 1}`;
}

/** A horizontal line for each mark of the axis, stronger at zero. */
export function gridSvg(plot: Plot, width: number): string {
  const lines = plot.marks.map((mark) => {
    const y = heightOf(mark, plot);
    return `<path class="${mark === 0 ? 'zero' : 'grid'}" d="M0 ${y}H${width}"/>`;
  });
  return lines.join('');
}

/** Columns: one path per series, so that a year of days has few elements. */
export function stackedBarsSvg(plot: Plot, labelCount: number): string {
  const above = new Array<number>(labelCount).fill(0);
  const below = new Array<number>(labelCount).fill(0);
  const outlined = labelCount <= MAX_OUTLINED_COLUMNS ? ' outlined' : '';
  const paths = plot.series.map((series, at) => {
    let d = '';
    for (const [index, value] of series.values.entries()) {
      if (value === null || value === 0) continue;
      const stack = value > 0 ? above : below;
      const from = stack[index]!;
      stack[index] = from + value;
      const [top, foot] = [
        heightOf(Math.max(from, from + value), plot),
        heightOf(Math.min(from, from + value), plot),
      ];
      d += `M${round(index + 0.1)} ${foot}V${top}h.8V${foot}z`;
    }
    return d === '' ? '' : `<path class="fill ${colorOf(series, at)}${outlined}" d="${d}"/>`;
  });
  return paths.join('');
}

/** Lines, with gaps for unknown values; each has its own dashes and color. */
export function linesSvg(plot: Plot): string {
  const paths = plot.series.map((series, at) => {
    let d = '';
    let isDown = false;
    for (const [index, value] of series.values.entries()) {
      if (value === null) {
        isDown = false;
        continue;
      }
      const point = `${index + 0.5} ${heightOf(value, plot)}`;
      // A line of zero length is a dot, so that a day between two unknown ones is visible.
      const isAlone = !isDown && (series.values[index + 1] ?? null) === null;
      d += `${isDown ? 'L' : 'M'}${point}${isAlone ? 'h0' : ''}`;
      isDown = true;
    }
    return d === '' ? '' : `<path class="line ${colorOf(series, at)}" d="${d}"/>`;
  });
  return paths.join('');
}
