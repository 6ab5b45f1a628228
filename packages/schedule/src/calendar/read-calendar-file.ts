import { createProblems, type DocumentKind, type Problem, readYaml } from '@groundcrew/settings';
import { invalidCalendar } from '../errors.ts';
import { decode } from '../file/decode.ts';
import type { CalendarDays } from './calendar.ts';
import { readIcs } from './read-ics.ts';
import { readJsonCalendar } from './read-json-calendar.ts';

const kind: DocumentKind = {
  name: 'a calendar',
  initCommand: 'groundcrew schedule init',
};

/**
 * A calendar file: iCalendar, if it begins as one or is named so; JSON or YAML otherwise.
 *
 * @throws GroundcrewError `schedule.calendar.invalid` with all problems, `schedule.file.encoding`
 */
export function readCalendarFile(text: string, file: string): CalendarDays {
  const content = decode(text, file);
  const problems: Problem[] = [];
  let days: CalendarDays | undefined;
  if (/\.ics$/i.test(file) || /^BEGIN:VCALENDAR/i.test(content)) {
    days = readIcs(content, (line, message) => problems.push({ line, column: 1, path: '', message }));
    problems.sort((one, other) => one.line - other.line);
  } else {
    const found = createProblems(content);
    const root = readYaml(content, kind, found.report);
    if (root) days = readJsonCalendar(root, found.report);
    problems.push(...found.all());
  }
  if (days && problems.length === 0) return days;
  throw invalidCalendar(file, problems);
}
