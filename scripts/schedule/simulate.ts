import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { didYouMean } from '@groundcrew/errors';
import type { Schedule, ScheduleFile } from '@groundcrew/schedule/file';
import {
  checkExpectations,
  type Expectation,
  parseExpectations,
  simulateYear,
  yearsBetween,
} from '@groundcrew/schedule/simulation';
import { simulationReport } from '@groundcrew/schedule/simulation-report';
import { zoneOf } from '@groundcrew/schedule/time';
import { languageOption } from '../language-option.ts';
import { sourceOptions } from '../cost/source-options.ts';
import { readBytes } from '../tags/files.ts';
import { MAX_BYTES, readSchedule } from './read-schedule.ts';
import { fleetOf } from './simulated-fleet.ts';

export const command = defineCommand({
  description:
    'Shows a year of the schedules, from files alone: hours per resource, a calendar, each start and stop. With ' +
    '--expect it compares that with what a file expects, so that schedules are tested in a pull request: exit code 3 if an ' +
    'expectation is not met. With --from, the hours of the resources of a snapshot; with --source too, their cost per month, where a bill has the price of an hour; only a bill in S3 or Athena is read from AWS.',
  arguments: [{ name: 'file', description: 'the schedule file, YAML or JSON' }],
  options: {
    year: {
      type: 'integer',
      value: 'YEAR',
      minimum: 1970,
      maximum: 2200,
      description: 'the year, in the zone of each schedule; default: this one',
    },
    schedule: {
      type: 'text',
      value: 'NAME',
      repeat: true,
      description: 'only this schedule; may be repeated',
    },
    expect: { type: 'text', value: 'FILE', description: 'what is expected, YAML or JSON' },
    from: {
      type: 'text',
      value: 'SNAPSHOT',
      description: 'a file of account collect or tags collect: which resources are on schedules',
    },
    ...sourceOptions,
    source: {
      ...sourceOptions.source,
      description:
        'with --from: a bill with resources, for prices: a file, a folder, s3://BUCKET/PREFIX, athena; may be repeated',
    },
    billMonth: {
      type: 'text',
      value: 'MONTH',
      description: 'with --source: the month of the prices, 2026-10; default: the last whole one',
    },
    transitions: {
      type: 'flag',
      description: 'list each start and stop in a table too; data has them always',
    },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew schedule simulate schedule.yaml --year 2027',
      description: 'See the hours and the calendar of a year',
    },
    {
      command: 'groundcrew schedule simulate schedule.yaml --year 2027 --output html > 2027.html',
      description: 'Make a page of it',
    },
    {
      command: 'groundcrew schedule simulate schedule.yaml --expect tests.yaml',
      description: 'Test the schedules, in a pipeline',
    },
    {
      command: 'groundcrew schedule simulate schedule.yaml --from account.jsonl --source exports/',
      description: 'See what it would save a month',
    },
  ],
  async handler({ arguments: { file: path }, options, global, io, signal, print }) {
    const { file, calendars, findings } = await readSchedule(path);
    const chosen = choose(file, options.schedule);
    const expectations =
      options.expect === undefined ? [] : await readExpectations(options.expect, file.schedules);
    const year = options.year ?? new Date(io.now()).getUTCFullYear();
    const names = new Set(chosen.map(({ name }) => name));
    const years = new Set([year, ...expectations.flatMap(yearsOf)]);
    const outcomes = checkExpectations(expectations, calendars);
    const simulations = chosen.map((schedule) =>
      simulateYear(
        schedule,
        schedule.calendar === undefined ? undefined : calendars.get(schedule.calendar),
        year,
      ),
    );
    const fleet = await fleetOf(file, simulations, options, { global, io, signal });
    await print(
      simulationReport({
        file: path,
        year,
        simulations,
        ...(fleet && { fleet }),
        findings: findings([...years].toSorted((one, other) => one - other)).filter(({ schedule }) =>
          names.has(schedule),
        ),
        outcomes,
        ...(options.expect !== undefined && { expectFile: options.expect }),
        withTransitions: options.transitions || global.output !== 'table',
      }),
    );
    return outcomes.every(({ isMet }) => isMet) ? exitCodes.done : exitCodes.partial;
  },
});

function choose({ file, schedules }: ScheduleFile, names: readonly string[]): Schedule[] {
  if (names.length === 0) return [...schedules.values()];
  return [...new Set(names)].map((name) => {
    const schedule = schedules.get(name);
    if (schedule) return schedule;
    const known = [...schedules.keys()];
    throw usageError(
      `there is no schedule "${name}" of --schedule in ${file}; known: ${known.join(', ')}${didYouMean(name, known)}`,
    );
  });
}

async function readExpectations(path: string, schedules: ScheduleFile['schedules']): Promise<Expectation[]> {
  return parseExpectations(await readBytes('file of expectations', path, MAX_BYTES, 'schedule'), {
    file: path,
    schedules,
  });
}

function yearsOf({ schedule, fromMs, toMs }: Expectation): number[] {
  return yearsBetween(zoneOf(schedule.zone), fromMs, toMs);
}
