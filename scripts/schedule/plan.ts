import { defineCommand, exitCodes, writeAll } from '@groundcrew/cli';
import { planChunks } from '@groundcrew/plan';
import { planSchedule } from '@groundcrew/schedule/planning';
import { planReport } from '@groundcrew/tags/plan-report';
import { accountOptions, scopeOf } from '../accounts/account-options.ts';
import { planTextOptions, shownOptions } from '../tags/apply-options.ts';
import { replaceFile } from '../tags/files.ts';
import { nextCommand } from '../tags/next-command.ts';
import { planText } from '../tags/plan-text.ts';
import { writePlanJson } from '../tags/write-plan-json.ts';
import { decideNow } from './decide-now.ts';
import { openSchedule, tableOption } from './open-schedule.ts';
import { readSchedule } from './read-schedule.ts';

export const command = defineCommand({
  description:
    'Plans what has to be started or stopped now by a schedule file, and shows why: EC2 instances, RDS instances, Aurora ' +
    'clusters and Auto Scaling groups. It changes nothing. What has no schedule is left alone. Those that would be ' +
    'replaced, lost or refused, and unknown names of schedules, are listed ' +
    'separately. --out saves the plan, for schedule apply.',
  arguments: [{ name: 'file', description: 'the schedule file, YAML or JSON' }],
  options: {
    ...accountOptions,
    table: tableOption,
    out: { type: 'text', value: 'FILE', description: 'save the plan there' },
    ...shownOptions,
  },
  examples: [
    {
      command: 'groundcrew schedule plan schedule.yaml --regions all --out tonight.json',
      description: 'Plan for the whole account',
    },
    {
      command: 'groundcrew schedule plan schedule.yaml --output json | jq .changes',
      description: 'Have it as data',
    },
  ],
  async handler({ arguments: { file: path }, options, global, io, signal, print }) {
    const { out, top } = options;
    const scope = scopeOf(options);
    const loaded = await readSchedule(path);
    const fallbackRegion = Array.isArray(scope.regions) ? scope.regions[0] : undefined;
    const opened = await openSchedule(
      options,
      { global, io, signal },
      { fallbackRegion, accounts: scope.accounts },
    );
    try {
      const { decisions, examined, accounts, unread } = await decideNow(loaded, opened, options, {
        io,
        signal,
      });
      const reached = { ...global, ...options };
      const regions = options.regions === undefined ? [] : ['--regions', options.regions];
      const table = options.table === undefined ? [] : ['--table', options.table];
      const plan = planSchedule({
        file: loaded.file,
        decisions,
        examined,
        accounts,
        nowMs: io.now(),
        command: nextCommand(['schedule', 'plan', path, ...regions, ...table], reached),
      });
      if (out !== undefined) await replaceFile(out, planChunks(plan));
      if (global.output === 'json') await writePlanJson(io.stdout, plan);
      else if (global.output !== 'table') {
        await print(planReport(plan, `Plan by ${path}`, { output: global.output, top }));
      } else {
        await writeAll(io.stdout, planText(plan, planTextOptions(io.stdout, options)));
      }
      if (plan.changes.length > 0) {
        const next =
          out === undefined
            ? 'To have it applied, save it: --out plan.json'
            : `Saved in ${out}. Next: ${nextCommand(['schedule', 'apply', out, '--apply'], reached)}`;
        io.stderr.write(`${next}\n`);
      }
      return unread > 0 ? exitCodes.partial : exitCodes.done;
    } finally {
      opened.close();
    }
  },
});
