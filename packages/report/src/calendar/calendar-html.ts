import { escapeHtml } from '../escape.ts';
import type { Language } from '../messages/catalog.ts';
import { pageText } from '../messages/page-texts.ts';
import type { CalendarDay, CalendarSection } from '../report.ts';
import { type Month, monthsOf, shortValue, spansText, weekdayTitles } from './figures.ts';

const weekdayNames: Readonly<Record<Language, readonly string[]>> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  ko: ['월요일', '화요일', '수요일', '목요일', '금요일', '토요일', '일요일'],
};

/**
 * Months as tables, side by side as they fit. A day is the darker the more of it is meant, and has a bar of its 24 hours below
 * its date; the details are its tooltip.
 */
export function* calendarHtml(
  { calendars, valueTitle }: CalendarSection,
  language: Language = 'en',
): Generator<string> {
  for (const [index, { name, days }] of calendars.entries()) {
    const isFolded = index >= SHOWN_CALENDARS;
    const heading = `<h3>${escapeHtml(name)}</h3>`;
    yield isFolded ? `<details class="calendar"><summary>${heading}</summary>\n` : `${heading}\n`;
    const shades = [0, 0.25, 0.5, 0.75, 1].map((share) => `<i style="--heat:${share}"></i>`).join('');
    yield `<p class="heat-legend"><span>${escapeHtml(pageText('calendarScale', language, { value: valueTitle }))}</span>${shades}<span>24</span></p>\n`;
    yield '<div class="months">\n';
    for (const month of monthsOf(days, language)) yield monthHtml(month, valueTitle, language);
    yield '</div>\n';
    yield notesHtml(days, language);
    if (isFolded) yield '</details>\n';
  }
}

/** Years that are seen at once; the others open by their names. */
const SHOWN_CALENDARS = 2;

function notesHtml(days: readonly CalendarDay[], language: Language): string {
  const notes = days.filter(({ note }) => note !== undefined);
  if (notes.length === 0) return '';
  const items = notes.map(
    ({ date, note, printedNote = note }) => `<li><b>${date}</b> ${escapeHtml(printedNote!)}</li>`,
  );
  return `<details><summary>${notes.length === 1 ? pageText('dayWithNotes', language) : pageText('daysWithNotes', language, { count: String(notes.length) })}</summary>\n<ul class="day-notes">${items.join('')}</ul>\n</details>\n`;
}

function monthHtml({ title, weeks }: Month, valueTitle: string, language: Language): string {
  const heading = weekdayTitles[language]
    .map((short, index) => `<th scope="col" abbr="${weekdayNames[language][index]}">${short}</th>`)
    .join('');
  const rows = weeks.map((week) => `<tr>${week.map((day) => dayHtml(day, valueTitle)).join('')}</tr>`);
  return `<table class="month"><caption>${title}</caption><thead><tr>${heading}</tr></thead><tbody>${rows.join('')}</tbody></table>\n`;
}

function dayHtml(day: CalendarDay | undefined, valueTitle: string): string {
  if (!day) return '<td></td>';
  const { date, value, max, note, printedNote = note, isMarked, spans } = day;
  const share = max === 0 ? 0 : Math.round((value / max) * 100) / 100;
  const when = spansText(day);
  const hours = `${Math.round(value * 100) / 100} ${valueTitle}`;
  const details = [date, hours, ...(when ? [when] : []), ...(printedNote === undefined ? [] : [printedNote])];
  const bar = spans.map(([from, to]) => `<path d="M${from} 0H${to}V1H${from}z"/>`).join('');
  return (
    `<td class="day${isMarked ? ' marked' : ''}" style="--heat:${share}" title="${details.map(escapeHtml).join('\n')}">` +
    `<span class="date">${Number(date.slice(8))}</span><span class="value">${escapeHtml(shortValue(value))}</span>` +
    `<svg viewBox="0 0 1440 1" preserveAspectRatio="none" aria-hidden="true">${bar}</svg></td>`
  );
}
