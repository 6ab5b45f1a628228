import {
  createProblems,
  type DocumentKind,
  offsetOf,
  type Path,
  readYaml,
  showPath,
} from '@groundcrew/settings';
import { toDays } from '../calendar/index.ts';
import { invalidSchedule } from '../errors.ts';
import { checkSemantics } from './check-semantics.ts';
import { decode } from './decode.ts';
import type { ScheduleFile } from './schedule.ts';
import { readShape } from './shape.ts';
import { toScheduleFile } from './to-schedule-file.ts';

export const kind: DocumentKind = { name: 'a schedule file', initCommand: 'groundcrew schedule init' };

/**
 * Reads a schedule file, YAML or JSON.
 *
 * @param file what messages call it
 * @throws GroundcrewError `schedule.file.invalid` with all problems, `schedule.file.encoding`
 */
export function parseSchedule(input: string | Uint8Array, { file }: { readonly file: string }): ScheduleFile {
  const text = decode(input, file);
  const problems = createProblems(text);
  const { report } = problems;
  const root = readYaml(text, kind, report);
  const raw = root && readShape(root, [], report);
  if (root && raw) {
    const wrong = problems.all().map(({ path }) => path);
    // What has a part that could not be read is not judged as a whole: the part would look as if it were missing.
    const isWhole = (path: Path) => !wrong.some((each) => each.startsWith(showPath(path)));
    checkSemantics(raw, (path, at, message) => {
      if (isWhole(path)) report(offsetOf(root, path, at), path, message);
    });
    for (const [name, { days }] of raw.calendars ?? []) {
      if (days) toDays(days, root, ['calendars', name, 'days'], report);
    }
    if (problems.all().length === 0) return toScheduleFile(raw, file);
  }
  throw invalidSchedule(file, problems.all());
}
