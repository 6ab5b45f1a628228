import { dirname, resolve } from 'node:path';
import { type Calendar, readCalendars } from '@groundcrew/schedule/calendar';
import { createPlaces, decode, parseSchedule, type ScheduleFile } from '@groundcrew/schedule/file';
import type { PlacedFinding } from '@groundcrew/schedule/schedule-report';
import { type Finding, findingsOf } from '@groundcrew/schedule/simulation';
import { readBytes } from '../tags/files.ts';

/** A schedule file, and its calendars, are text of people; run-schedule reads no more either. */
const MAX_BYTES = 1024 * 1024;

export interface LoadedSchedule {
  readonly file: ScheduleFile;
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** What is to be known in these years, each with its line. */
  findings(years: readonly number[]): PlacedFinding[];
}

/**
 * A schedule file with its calendars: their paths are seen from the file.
 *
 * @throws GroundcrewError `schedule.file.invalid`, `schedule.file.encoding`, `schedule.calendar.invalid`, `tags.file.…`
 */
export async function readSchedule(path: string): Promise<LoadedSchedule> {
  const bytes = await readBytes('schedule file', path, MAX_BYTES);
  const file = parseSchedule(bytes, { file: path });
  const calendars = await readCalendars(file.calendars, async (named) =>
    (await readBytes('calendar', resolve(dirname(path), named), MAX_BYTES)).toString('utf8'),
  );
  return {
    file,
    calendars,
    findings: (years) => placed(findingsOf(file, calendars, years), decode(bytes, path)),
  };
}

function placed(findings: readonly Finding[], text: string): PlacedFinding[] {
  const placeOf = createPlaces(text);
  return findings
    .map((finding) => ({ ...finding, ...placeOf(finding.path) }))
    .toSorted((one, other) => one.line - other.line || one.column - other.column);
}
