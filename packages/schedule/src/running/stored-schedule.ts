import { formatS3Uri, type ObjectAddress } from '@groundcrew/aws/s3';
import { isGroundcrewError } from '@groundcrew/errors';
import { type Calendar, readCalendars } from '../calendar/index.ts';
import { missingSchedule } from '../errors.ts';
import { parseSchedule } from '../file/parse-schedule.ts';
import type { ScheduleFile } from '../file/schedule.ts';

/** A schedule file with its calendars. */
export interface StoredSchedule {
  readonly file: ScheduleFile;
  readonly calendars: ReadonlyMap<string, Calendar>;
}

/**
 * The schedule file in a bucket, and the calendars beside it.
 *
 * @throws GroundcrewError `schedule.file.missing`, `schedule.file.invalid`, `schedule.calendar.invalid`; what `readText`
 * throws
 */
export async function readStoredSchedule(
  { bucket, key }: ObjectAddress,
  readText: (address: ObjectAddress) => Promise<string>,
): Promise<StoredSchedule> {
  const uri = formatS3Uri({ bucket, key });
  let text: string;
  try {
    text = await readText({ bucket, key });
  } catch (error) {
    if (!isGroundcrewError(error, 'aws-s3.object.not-found')) throw error;
    throw missingSchedule(uri, error);
  }
  const file = parseSchedule(text, { file: uri });
  const folder = key.includes('/') ? key.slice(0, key.lastIndexOf('/') + 1) : '';
  const calendars = await readCalendars(file.calendars, (path) =>
    readText({ bucket, key: folder + path.replace(/^\.\//, '') }),
  );
  return { file, calendars };
}
