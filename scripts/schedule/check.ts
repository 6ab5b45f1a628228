import { defineCommand, exitCodes } from '@groundcrew/cli';
import { scheduleReport } from '@groundcrew/schedule/schedule-report';
import { languageOption } from '../language-option.ts';
import { printProblems } from './print-problems.ts';
import { type LoadedSchedule, readSchedule } from './read-schedule.ts';

export const command = defineCommand({
  description:
    'Reads a schedule file and shows its schedules, without calls to AWS. All problems are reported together, each with its ' +
    'line and column and what to do about it, with exit code 1. For a valid file it lists findings about this year and the next: hours that a clock change skips or repeats, windows that overlap or nearly touch or never begin, and years ' +
    'of which a calendar has no data.',
  arguments: [{ name: 'file', description: 'the schedule file, YAML or JSON' }],
  options: {
    failOn: {
      type: 'text',
      value: 'WHAT',
      choices: ['findings'],
      description: 'end with exit code 3 if there are findings',
    },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew schedule check schedule.yaml', description: 'Check a file before it is used' },
    {
      command: 'groundcrew schedule check schedule.yaml --fail-on findings',
      description: 'Refuse it in a pull request if there are findings',
    },
  ],
  async handler({ arguments: { file: path }, options: { failOn }, global, io, print }) {
    let loaded: LoadedSchedule;
    try {
      loaded = await readSchedule(path);
    } catch (thrown) {
      return await printProblems(thrown, path, { global, io, print });
    }
    const year = new Date(io.now()).getUTCFullYear();
    const findings = loaded.findings([year, year + 1]);
    await print(scheduleReport(loaded.file, findings));
    return failOn === 'findings' && findings.length > 0 ? exitCodes.partial : exitCodes.done;
  },
});
