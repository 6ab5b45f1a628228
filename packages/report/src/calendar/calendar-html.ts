import { escapeHtml } from '../escape.ts';
import type { CalendarDay, CalendarSection } from '../report.ts';
import { type Month, monthsOf, shortValue, spansText, weekdayTitles } from './figures.ts';

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/**
 * Months as tables, side by side as they fit. A day is the darker the more of it is meant, and has a bar of its 24 hours below
 * its date; the details are its tooltip.
 */
export function* calendarHtml({ calendars, valueTitle }: CalendarSection): Generator<string> {
  for (const { name, days } of calendars) {
    yield `<h3>${escapeHtml(name)}</h3>\n`;
    const shades = [0, 0.25, 0.5, 0.75, 1].map((share) => `<i style="--heat:${share}"></i>`).join('');
    yield `<p class="heat-legend"><span>${escapeHtml(valueTitle)} of a day: 0</span>${shades}<span>24</span></p>\n`;
    yield '<div class="months">\n';
    for (const month of monthsOf(days)) yield monthHtml(month, valueTitle);
    yield '</div>\n';
    const notes = days.filter(({ note }) => note !== undefined);
    if (notes.length === 0) continue;
    const items = notes.map(({ date, note }) => `<li><b>${date}</b> ${escapeHtml(note!)}</li>`);
    yield `<details><summary>${notes.length === 1 ? '1 day has a note' : `${notes.length} days have notes`}</summary>\n<ul class="day-notes">${items.join('')}</ul>\n</details>\n`;
  }
}

function monthHtml({ title, weeks }: Month, valueTitle: string): string {
  const heading = weekdayTitles
    .map((short, index) => `<th scope="col" abbr="${weekdayNames[index]}">${short}</th>`)
    .join('');
  const rows = weeks.map((week) => `<tr>${week.map((day) => dayHtml(day, valueTitle)).join('')}</tr>`);
  return `<table class="month"><caption>${title}</caption><thead><tr>${heading}</tr></thead><tbody>${rows.join('')}</tbody></table>\n`;
}

function dayHtml(day: CalendarDay | undefined, valueTitle: string): string {
  if (!day) return '<td></td>';
  const { date, value, max, note, isMarked, spans } = day;
  const share = max === 0 ? 0 : Math.round((value / max) * 100) / 100;
  const when = spansText(day);
  const hours = `${Math.round(value * 100) / 100} ${valueTitle}`;
  const details = [date, hours, ...(when ? [when] : []), ...(note === undefined ? [] : [note])];
  const bar = spans.map(([from, to]) => `<path d="M${from} 0H${to}V1H${from}z"/>`).join('');
  return (
    `<td class="day${isMarked ? ' marked' : ''}" style="--heat:${share}" title="${details.map(escapeHtml).join('\n')}">` +
    `<span class="date">${Number(date.slice(8))}</span><span class="value">${escapeHtml(shortValue(value))}</span>` +
    `<svg viewBox="0 0 1440 1" preserveAspectRatio="none" aria-hidden="true">${bar}</svg></td>`
  );
}
