import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'schedule.file.invalid': {
    meaning: 'The schedule file has problems; the message lists them with line and column.',
    action: 'Correct them; `groundcrew schedule check FILE` shows each with its line.',
  },
  'schedule.file.encoding': {
    meaning: 'The file is not UTF-8.',
    action: 'Save it as UTF-8.',
  },
  'schedule.calendar.invalid': {
    meaning:
      'A file of holidays cannot be read, or has days that are not whole; the message lists them with their lines.',
    action: 'Correct them; a holiday is a whole day.',
  },
  'schedule.file.missing': {
    meaning: 'The schedule file of `run-schedule` is not in its bucket.',
    action: 'Upload one; `groundcrew schedule init` writes one to start from.',
  },
  'schedule.override.invalid': {
    meaning: 'The end of an override is not a time, is past or too far away, or comes never or twice.',
    action: 'Write `23:00`, `2027-01-04 23:00`, `90m`, `2h` or `3d`.',
  },
  'schedule.region.unknown': {
    meaning: 'There is no such region.',
    action: 'Correct its name, or write `all`.',
  },
  'schedule.expectations.invalid': {
    meaning: 'The file of `--expect` has problems; the message lists them with line and column.',
    action: 'Correct them; [Expectations](schedule.md#expectations) has an example.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
