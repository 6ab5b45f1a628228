import { formatAmount } from './cell.ts';
import { escapeHtml } from './escape.ts';
import { sectionId } from './html-cards.ts';
import type { Language } from './messages/catalog.ts';
import { pageText } from './messages/page-texts.ts';
import type { Figure, Report } from './report.ts';

/** With fewer sections than this, the page is its own contents. */
const MIN_CONTENTS = 5;

/** What a page begins with: the result in words, its figures in large, what to do next, and contents where it is long. */
export function introHtml(report: Report, language: Language): string {
  const { lead = [], figures = [], next = [] } = report;
  const sentences = lead.map((sentence) => `<p class="lead">${escapeHtml(sentence)}</p>\n`).join('');
  return `${sentences}${figuresHtml(figures)}${nextHtml(next, language)}${contentsHtml(report, language)}`;
}

function figuresHtml(figures: readonly Figure[]): string {
  if (figures.length === 0) return '';
  const items = figures.map(({ title, tone, ...figure }) => {
    const text = formatAmount(figure.value, { unit: 'count', ...figure });
    return `<div class="figure${tone === undefined ? '' : ` ${tone}`}"><dt>${escapeHtml(title)}</dt><dd>${escapeHtml(text === '' ? '–' : text)}</dd></div>`;
  });
  return `<dl class="figures">${items.join('')}</dl>\n`;
}

function nextHtml(next: readonly string[], language: Language): string {
  if (next.length === 0) return '';
  const items = next.map((sentence) => `<li>${withCommands(sentence)}</li>`);
  return `<section class="next"><h2>${pageText('next', language)}</h2><ul>${items.join('')}</ul></section>\n`;
}

/** What stands between backticks is a command to copy. */
function withCommands(sentence: string): string {
  return sentence
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join('');
}

function contentsHtml({ sections }: Report, language: Language): string {
  const titled = sections.filter(
    ({ title, ...section }) => title !== undefined && !('aside' in section && section.aside),
  );
  if (titled.length < MIN_CONTENTS) return '';
  const links = titled.map(
    (section) => `<li><a href="#${sectionId(section)}">${escapeHtml(section.title!)}</a></li>`,
  );
  return `<nav class="contents" aria-label="${pageText('contents', language)}"><ul>${links.join('')}</ul></nav>\n`;
}
