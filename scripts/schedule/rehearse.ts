import { createProgress, defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { stack } from '@groundcrew/functions/stacks/schedules';
import type { FaultOptions } from '@groundcrew/local';
import { copiedAccounts, rehearseSchedule } from '@groundcrew/schedule/rehearsing';
import { isWhereScheduled, scheduleRehearsalReport } from '@groundcrew/schedule/rehearsal-report';
import { DAY_MS, MINUTE_MS, parseDay } from '@groundcrew/schedule/time';
import { languageOption } from '../language-option.ts';
import { openSnapshotFile } from '../account/snapshot-file.ts';
import { rehearsalFaults } from '../rehearsal-faults.ts';
import { readSchedule } from './read-schedule.ts';

/** What AWS does now and then, of `--faults SEED`. */
const usualFaults: FaultOptions = {
  throttle: 0.05,
  error: 0.01,
  errorAfter: 0.01,
  reset: 0.01,
  resetAfter: 0.01,
};

const { timeoutSeconds } = stack.functions.find(({ name }) => name === 'run-schedule')!;

export const command = defineCommand({
  description:
    'Runs the function of groundcrew-schedules for days on a copy of the account, in this process and in seconds: no account is read or changed. It reports what would be started and stopped and when, what would be refused or fail, the hours on compared with now, calls and waiting for the rate limits of AWS, and what is not as scheduled when an interval ends. The exit code is 3 if a resource is not, or if that cannot be determined.',
  arguments: [{ name: 'file', description: 'the schedule file, YAML or JSON' }],
  options: {
    from: { type: 'text', value: 'FILE', description: 'the snapshot of account collect that is copied' },
    days: {
      type: 'integer',
      value: 'DAYS',
      minimum: 1,
      maximum: 400,
      default: 7,
      description: 'how many days to run',
    },
    begin: {
      type: 'text',
      value: 'DATE',
      description: 'the day on which they begin, in UTC: 2027-02-05; default: today',
    },
    interval: {
      type: 'integer',
      value: 'MINUTES',
      minimum: 1,
      maximum: 1440,
      default: 5,
      description: 'between two runs, as RunInterval of the stack',
    },
    faults: {
      type: 'text',
      value: 'SEED',
      description:
        'inject throttles, errors and lack of capacity by this seed, or by a list as for groundcrew local',
    },
    transitions: {
      type: 'flag',
      description: 'list the starts and stops of each resource in a table too; data has them always',
    },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew schedule rehearse schedule.yaml --from account.jsonl',
      description: 'See what the function would do in the next seven days',
    },
    {
      command: 'groundcrew schedule rehearse schedule.yaml --from account.jsonl --begin 2027-02-05 --days 10',
      description: 'See what it would do over a holiday',
    },
    {
      command: 'groundcrew schedule rehearse schedule.yaml --from account.jsonl --faults 7',
      description: 'See it when AWS throttles and fails now and then',
    },
  ],
  async handler({ arguments: { file: path }, options, global, io, signal, print }) {
    const { from, days, interval } = options;
    if (from === undefined) {
      throw usageError('rehearse needs a snapshot: --from FILE; groundcrew account collect saves one');
    }
    const faults = options.faults === undefined ? undefined : rehearsalFaults(options.faults, usualFaults);
    const startMs = beginOf(options.begin, io.now());
    const { file, calendars } = await readSchedule(path);
    const copied = await copiedAccounts(await openSnapshotFile(from));
    if (copied.resources === 0 && copied.unknown > 0) {
      throw usageError(
        `"${from}" has no states of resources, as files of tags collect; save a snapshot with groundcrew account collect`,
      );
    }
    const progress = createProgress(io, { label: 'Rehearsing', unit: 'days' });
    try {
      const rehearsal = await rehearseSchedule({
        file,
        calendars,
        copied,
        startMs,
        days,
        intervalMs: interval * MINUTE_MS,
        faults,
        onProgress: (fraction) => progress.update({ done: Math.floor(fraction * days), fraction }),
        signal,
      });
      progress.end();
      await print(
        scheduleRehearsalReport({
          file: path,
          rehearsal,
          takenAt: copied.takenAt,
          intervalMinutes: interval,
          timeoutMs: timeoutSeconds * 1000,
          notes: copied.notes,
          faults: options.faults,
          withTransitions: options.transitions || global.output !== 'table',
        }),
      );
      return isWhereScheduled(rehearsal) ? exitCodes.done : exitCodes.partial;
    } finally {
      progress.end();
    }
  },
});

/** Midnight of the day, or of today. */
function beginOf(text: string | undefined, nowMs: number): number {
  if (text === undefined) return Math.floor(nowMs / DAY_MS) * DAY_MS;
  const day = parseDay(text);
  if (day === undefined) throw usageError(`"${text}" in --begin is not a day such as 2027-02-05`);
  return day * DAY_MS;
}
