import { formatAmount, formatMark } from '../cell.ts';
import { escapeHtml } from '../escape.ts';
import type { Language } from '../messages/catalog.ts';
import { pageText } from '../messages/page-texts.ts';
import type { ChartSection } from '../report.ts';
import { colorOf, gridSvg, linesSvg, PLOT_HEIGHT, stackedBarsSvg } from './marks-svg.ts';
import { type Plot, plotOf } from './plot.ts';
import { tickLabels } from './tick-labels.ts';

/** Labels that fit below a wide chart; a narrow one shows every second of them. */
const MAX_TICKS = 8;
/** With more labels than this, a label is too narrow to point at. */
const MAX_POINTS = 400;

/**
 * The picture of a chart over time: its legend, axes, and an SVG of only the marks, stretched to the available width. Text
 * is HTML around it, so that it has the same size on a phone and on paper.
 */
export function chartPicture(chart: ChartSection, language: Language): string {
  if (chart.labels.length === 0 || chart.series.length === 0)
    return `<p class="empty">${pageText('none', language)}</p>\n`;
  const plot = plotOf(chart);
  const width = chart.labels.length;
  const id = escapeHtml(`chart-${chart.key}`);
  const marks = chart.type === 'line' ? linesSvg(plot) : stackedBarsSvg(plot, width);
  return `${legend(chart, plot)}<div class="plot">
<div class="marks" aria-hidden="true">${axisMarks(chart, plot)}</div>
<svg role="img" aria-labelledby="${id}-title ${id}-description" viewBox="0 0 ${width} ${PLOT_HEIGHT}" preserveAspectRatio="none">
<title id="${id}-title">${text(chart.title)}</title>
<desc id="${id}-description">${text(descriptionOf(chart, plot, language))}</desc>
${gridSvg(plot, width)}${marks}
</svg>
${points(chart, plot, id)}<div class="ticks" aria-hidden="true">${ticks(tickLabels(chart.labels, language))}</div>
</div>
`;
}

/** Untrusted text as HTML. */
function text(given: string): string {
  return escapeHtml(given);
}

function legend({ type, series }: ChartSection, plot: Plot): string {
  if (series.length < 2) return '';
  const entries = plot.series.map((one, index) => {
    const color = colorOf(one, index);
    const mark =
      type === 'line'
        ? `<path class="line ${color}" d="M0 6H28"/>`
        : `<path class="fill ${color}" d="M0 0H28V12H0z"/>`;
    const swatch = `<svg viewBox="0 0 28 12" aria-hidden="true">${mark}</svg>`;
    return `<li>${swatch}${text(one.name)}</li>`;
  });
  return `<ul class="legend">${entries.join('')}</ul>\n`;
}

function axisMarks(chart: ChartSection, { marks, low, high, step }: Plot): string {
  const span = (mark: number) => {
    const bottom = Math.round(((mark - low) / (high - low)) * 10_000) / 100;
    return `<span style="bottom:${bottom}%">${text(formatMark(mark, step, chart))}</span>`;
  };
  // The widest one defines the width of the column: the others are positioned.
  const widest = marks
    .map((mark) => formatMark(mark, step, chart))
    .reduce((left, right) => (right.length > left.length ? right : left));
  return `<b>${text(widest)}</b>${marks.map(span).join('')}`;
}

function ticks(labels: readonly string[]): string {
  const step = Math.ceil(labels.length / MAX_TICKS);
  const spans: string[] = [];
  for (let index = 0; index < labels.length; index += step) {
    const left = Math.round(((index + 0.5) / labels.length) * 10_000) / 100;
    const edge = left > 95 ? ' end' : '';
    const often = (index / step) % 2 === 1 ? ' often' : '';
    spans.push(`<span class="tick${often}${edge}" style="left:${left}%">${text(labels[index]!)}</span>`);
  }
  return spans.join('');
}

function descriptionOf(
  { description, labels, series, labelTitle }: ChartSection,
  plot: Plot,
  language: Language,
): string {
  const what = plot.series.map(({ name }) => name).join(', ');
  const range =
    labels.length === 1 ? labels[0] : pageText('range', language, { from: labels[0]!, to: labels.at(-1)! });
  const axis = labelTitle === undefined ? range : `${labelTitle} ${range}`;
  const shown = series.length === 1 ? `${what}, ${axis}.` : `${what}; ${axis}.`;
  return `${description === undefined ? '' : `${description} `}${shown} ${pageText('valuesBelow', language)}`;
}

/**
 * The figures of each label, shown where the pointer or the focus is, without a script: a radio button for each, so that all of
 * them are one stop of the Tab key, and the arrow keys go from one to the next.
 */
function points(chart: ChartSection, plot: Plot, id: string): string {
  const { labels } = chart;
  if (labels.length > MAX_POINTS) return '';
  const named = chart.series.slice(0, plot.series.filter(({ folded }) => !folded).length);
  const items = labels.map((label, index) => {
    const amounts = named.flatMap(({ name, values }) => {
      const amount = formatAmount(values[index], { ...chart, unit: chart.unit ?? 'count' });
      return amount === '' ? [] : [`${name}: ${amount}`];
    });
    // Shown at the other side of the plot: it covers nothing that is pointed at.
    const side = index < labels.length / 2 ? '' : ' class="late"';
    return `<label><input type="radio" name="${id}"><span${side}>${[label, ...amounts].map(text).join('\n')}</span></label>`;
  });
  return `<div class="points" role="radiogroup" aria-labelledby="${id}-title">${items.join('')}</div>\n`;
}
