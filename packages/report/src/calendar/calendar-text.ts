import { styleText } from 'node:util';
import type { Language } from '../messages/catalog.ts';
import { pageText } from '../messages/page-texts.ts';
import type { CalendarDay, CalendarSection } from '../report.ts';
import { pad, truncate } from '../text.ts';
import { widthOf } from '../text-width.ts';
import { printable } from '../visible.ts';
import { type Month, monthsOf, shortValue, weekdayTitles } from './figures.ts';

const CELL_WIDTH = 4;
const LABEL_WIDTH = 2;
const MONTH_WIDTH = LABEL_WIDTH + CELL_WIDTH * 7;
const MONTH_GAP = '   ';
/** More beside each other are hard to read, also where the terminal is wider, or a pipe without a width. */
const MAX_BESIDE = 4;
const PIPE_WIDTH = 100;

/** Months for a terminal, as many beside each other as fit: a row is a week, its label the date of its first day. */
export function* calendarLines(
  { calendars, valueTitle }: CalendarSection,
  limit: number,
  color: boolean,
  language: Language = 'en',
): Generator<string> {
  const width = Number.isFinite(limit) ? limit : PIPE_WIDTH;
  const fitting = Math.floor((width + MONTH_GAP.length) / (MONTH_WIDTH + MONTH_GAP.length));
  const beside = Math.max(1, Math.min(MAX_BESIDE, fitting));
  let isFirst = true;
  for (const { name, days } of calendars) {
    if (!isFirst) yield '\n';
    isFirst = false;
    yield `${truncate(printable(pageText('calendarByDay', language, { name, value: valueTitle })), width)}\n`;
    const months = monthsOf(days, language);
    for (let at = 0; at < months.length; at += beside) {
      const row = months.slice(at, at + beside).map((month) => monthLines(month, color, language));
      const height = Math.max(...row.map((lines) => lines.length));
      yield '\n';
      for (let line = 0; line < height; line += 1) {
        const parts = row.map((lines) => lines[line] ?? { plain: '', shown: '' });
        const text = parts.map(({ plain, shown }) => shown + ' '.repeat(MONTH_WIDTH - widthOf(plain)));
        yield `${text.join(MONTH_GAP).trimEnd()}\n`;
      }
    }
    const marked = days.some(({ isMarked }) => isMarked);
    if (marked) yield `\n* ${pageText('dayWithNote', language)}\n`;
  }
}

/** A line, and the same with its colors, which have no width. */
interface Line {
  readonly plain: string;
  readonly shown: string;
}

function monthLines({ title, weeks }: Month, color: boolean, language: Language): Line[] {
  const heading =
    `${' '.repeat(LABEL_WIDTH)}${weekdayTitles[language].map((day) => ` ${day} `).join('')}`.trimEnd();
  return [
    styled(title, 'bold', color),
    styled(heading, 'dim', color),
    ...weeks.map((week) => {
      const cells = week.map((day) => cellOf(day, color));
      const label = week.find((day) => day !== undefined)!.date.slice(8);
      return {
        plain: label + cells.map(({ plain }) => plain).join(''),
        shown: styled(label, 'dim', color).shown + cells.map(({ shown }) => shown).join(''),
      };
    }),
  ];
}

function cellOf(day: CalendarDay | undefined, color: boolean): Line {
  if (!day) return { plain: ' '.repeat(CELL_WIDTH), shown: ' '.repeat(CELL_WIDTH) };
  const plain = pad(shortValue(day.value), CELL_WIDTH - 1, 'right') + (day.isMarked ? '*' : ' ');
  if (!color) return { plain, shown: plain };
  return {
    plain,
    shown: day.value === 0 ? styleText('dim', plain, { validateStream: false }) : heat(plain, day),
  };
}

/** Green by how much of the day it is: of the 256 colors, those that are readable on black and on white. */
function heat(plain: string, { value, max }: CalendarDay): string {
  const share = max === 0 ? 0 : value / max;
  return styleText(share > 0.75 ? ['green', 'bold'] : share > 0.3 ? 'green' : 'cyan', plain, {
    validateStream: false,
  });
}

function styled(plain: string, format: 'bold' | 'dim', color: boolean): Line {
  return { plain, shown: color ? styleText(format, plain, { validateStream: false }) : plain };
}
