import { type DocumentKind, readSettings, type SettingsReader } from '@groundcrew/settings';
import { toDays } from '../calendar/index.ts';
import { invalidSchedule } from '../errors.ts';
import { checkSemantics } from './check-semantics.ts';
import { decode } from './decode.ts';
import type { ScheduleFile } from './schedule.ts';
import { type RawFile, readShape } from './shape.ts';
import { toScheduleFile } from './to-schedule-file.ts';

export const kind: DocumentKind = { name: 'a schedule file', initCommand: 'groundcrew schedule init' };

const reader: SettingsReader<RawFile> = {
  kind,
  readShape,
  checkSemantics,
  checkFurther({ calendars = [] }, root, report) {
    for (const [name, { days }] of calendars) {
      if (days) toDays(days, root, ['calendars', name, 'days'], report);
    }
  },
};

/**
 * Reads a schedule file, YAML or JSON.
 *
 * @param file what messages call it
 * @throws GroundcrewError `schedule.file.invalid` with all problems, `schedule.file.encoding`
 */
export function parseSchedule(input: string | Uint8Array, { file }: { readonly file: string }): ScheduleFile {
  const read = readSettings(decode(input, file), reader);
  if ('raw' in read) return toScheduleFile(read.raw, file);
  throw invalidSchedule(file, read.problems);
}
