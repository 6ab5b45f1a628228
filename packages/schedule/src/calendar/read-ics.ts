import { dateOf, type Day, dayText, parseDay } from '../time/index.ts';
import { type CalendarDays, noDays, type YearlyHoliday, yearsOf } from './calendar.ts';

/** One logical line of an iCalendar text, unfolded. */
interface ContentLine {
  /** Of its first physical line, from 1. */
  readonly line: number;
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

interface IcsEvent {
  readonly line: number;
  readonly lines: readonly ContentLine[];
}

/** Reports what can't be read as whole-day holidays. */
type Report = (line: number, message: string) => void;

/** The longest holiday: a file of holidays has none of a year. */
const MAX_DAYS = 62;

/**
 * The whole-day events of an iCalendar file (RFC 5545), as calendars export them. What is not a whole day, or repeats
 * otherwise than each year, is reported: it would be a guess on which days it is.
 */
export function readIcs(text: string, onProblem: Report): CalendarDays {
  let isRead = true;
  const report: Report = (line, message) => {
    isRead = false;
    onProblem(line, message);
  };
  const lines = unfold(text);
  if (lines[0]?.name !== 'BEGIN' || lines[0].value.toUpperCase() !== 'VCALENDAR') {
    report(1, 'does not begin with BEGIN:VCALENDAR; is it a calendar file?');
    return noDays;
  }
  const holidays = new Map<Day, string>();
  const yearly: YearlyHoliday[] = [];
  for (const event of eventsOf(lines, report)) {
    const find = (name: string) => event.lines.find((each) => each.name === name);
    if (find('STATUS')?.value.toUpperCase() === 'CANCELLED') continue;
    const name = unescapeText(find('SUMMARY')?.value ?? 'holiday');
    const start = readDate(find('DTSTART'), event, report);
    if (start === undefined) continue;
    const end = readEnd(event, find('DTEND'), find('DURATION'), start, report);
    const repeats = readRepetition(event, report);
    if (end === undefined || repeats === undefined) continue;
    for (let day = start; day < end; day += 1) {
      if (repeats) {
        const { year, month, day: date } = dateOf(day);
        yearly.push({ month, day: date, name, sinceYear: year });
      } else holidays.set(day, name);
    }
  }
  if (isRead && holidays.size === 0 && yearly.length === 0) report(1, 'has no whole-day event');
  return { ...noDays, holidays, yearly, years: yearsOf(holidays.keys()) };
}

/** RFC 5545, 3.1: a line that begins with a blank continues the one before. */
function unfold(text: string): ContentLine[] {
  const logical: { line: number; text: string }[] = [];
  text.split(/\r\n|\n|\r/).forEach((physical, index) => {
    const last = logical.at(-1);
    if (/^[ \t]/.test(physical) && last) last.text += physical.slice(1);
    else if (physical !== '') logical.push({ line: index + 1, text: physical });
  });
  return logical.map(({ line, text: content }) => {
    const [, name = '', parameters = '', value = ''] =
      /^([A-Za-z0-9-]+)((?:;[^:;="]+=(?:"[^"]*"|[^":;]*))*):(.*)$/s.exec(content) ?? [];
    return {
      line,
      name: name.toUpperCase(),
      value,
      parameters: new Map(
        [...parameters.matchAll(/;([^=]+)=("[^"]*"|[^;]*)/g)].map(([, key, given]) => [
          key!.toUpperCase(),
          given!.replaceAll('"', '').toUpperCase(),
        ]),
      ),
    };
  });
}

function eventsOf(lines: readonly ContentLine[], report: Report): IcsEvent[] {
  const events: IcsEvent[] = [];
  /** Components that are open: alarms within events have dates of their own. */
  const open: string[] = [];
  let event: { line: number; lines: ContentLine[] } | undefined;
  for (const line of lines) {
    const value = line.value.toUpperCase();
    if (line.name === '') report(line.line, 'is not a line NAME:VALUE of a calendar');
    else if (line.name === 'BEGIN') {
      open.push(value);
      if (value === 'VEVENT') event = { line: line.line, lines: [] };
    } else if (line.name === 'END') {
      if (open.pop() !== value) report(line.line, `END:${line.value} ends what did not begin`);
      if (value === 'VEVENT' && event) events.push(event);
    } else if (open.at(-1) === 'VEVENT') event?.lines.push(line);
  }
  if (open.length > 0) report(lines.at(-1)?.line ?? 1, `ends within ${open.at(-1)}: is the file whole?`);
  return events;
}

function readDate(line: ContentLine | undefined, { line: at }: IcsEvent, report: Report): Day | undefined {
  if (!line) {
    report(at, 'the event has no DTSTART');
    return undefined;
  }
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(line.value) ?? [];
  if (date === undefined) {
    const isTime = /^\d{8}T/.test(line.value);
    const what = isTime
      ? 'has a time of day; a holiday is a whole day: DTSTART;VALUE=DATE:20270101'
      : 'is not a date such as 20270101';
    report(line.line, `${line.name} ${JSON.stringify(line.value)} ${what}`);
    return undefined;
  }
  const day = parseDay(`${year}-${month}-${date}`);
  if (day === undefined)
    report(line.line, `${line.name} ${JSON.stringify(line.value)} is a date that does not exist`);
  return day;
}

/** The day after the last one: RFC 5545, 3.6.1: without DTEND an event of a date is one day. */
function readEnd(
  event: IcsEvent,
  end: ContentLine | undefined,
  duration: ContentLine | undefined,
  start: Day,
  report: Report,
): Day | undefined {
  let until: Day | undefined = start + 1;
  if (end) until = readDate(end, event, report);
  else if (duration) {
    const [, weeks, days] = /^\+?P(?:(\d+)W|(\d+)D)$/.exec(duration.value) ?? [];
    const length = weeks === undefined ? Number(days) : Number(weeks) * 7;
    if (Number.isNaN(length)) {
      report(duration.line, `DURATION ${JSON.stringify(duration.value)} is not of whole days, such as P2D`);
      return undefined;
    }
    until = start + length;
  }
  if (until === undefined) return undefined;
  // Some programs write the day itself as its end.
  if (until === start) return start + 1;
  if (until > start && until - start <= MAX_DAYS) return until;
  report(
    (end ?? duration)!.line,
    `the event ends on ${dayText(until)}, ${until < start ? 'before it begins' : `more than ${MAX_DAYS} days after it begins`}`,
  );
  return undefined;
}

/** Whether the event comes each year; `undefined` if it repeats otherwise. */
function readRepetition({ lines }: IcsEvent, report: Report): boolean | undefined {
  const rule = lines.find(({ name }) => name === 'RRULE');
  const other = lines.find(({ name }) => ['RDATE', 'EXDATE', 'EXRULE', 'RECURRENCE-ID'].includes(name));
  if (other) {
    report(other.line, `${other.name} is not read; write the days one by one`);
    return undefined;
  }
  if (!rule) return false;
  if (/^FREQ=YEARLY(;INTERVAL=1)?(;WKST=[A-Z]{2})?$/i.test(rule.value)) return true;
  report(
    rule.line,
    `RRULE ${JSON.stringify(rule.value)} is not read; FREQ=YEARLY is, on the same date each year: write the days one by one`,
  );
  return undefined;
}

/** RFC 5545, 3.3.11. */
function unescapeText(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_, escaped: string) => (/n/i.test(escaped) ? ' ' : escaped)).trim();
}
