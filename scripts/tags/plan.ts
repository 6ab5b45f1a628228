import { defineCommand, exitCodes, writeAll } from '@groundcrew/cli';
import { planChunks } from '@groundcrew/plan';
import { gapsIn } from '@groundcrew/account';
import { planReport } from '@groundcrew/tags/plan-report';
import { planTags } from '@groundcrew/tags/planning';
import { replaceFile } from './files.ts';
import { gatherOptions, gatherSnapshot } from './gather-snapshot.ts';
import { nextCommand } from './next-command.ts';
import { planTextOptions, shownOptions } from './apply-options.ts';
import { planText } from './plan-text.ts';
import { checkKeys, policyOption, readPolicy } from './read-policy.ts';
import { matchingTypes, typesOf, typesOption } from './types-option.ts';
import { writeGaps } from './write-gaps.ts';
import { writePlanJson } from './write-plan-json.ts';

export const command = defineCommand({
  description:
    'Plans the changes that make tags follow a policy, and shows them as a diff; changes nothing. Keys and values are ' +
    'fixed without losing one, missing ones are inherited or set to the default, forbidden ones are removed if the ' +
    'policy specifies it. What only a person can decide is listed separately. --out saves the plan, for tags apply.',
  arguments: [],
  options: {
    policy: policyOption,
    ...gatherOptions,
    types: { ...typesOption, description: `plan for these only: ${typesOption.description}` },
    key: {
      type: 'text',
      value: 'KEY',
      repeat: true,
      description: 'plan for this key of the policy only; may be repeated',
    },
    out: { type: 'text', value: 'FILE', description: 'save the plan there' },
    ...shownOptions,
  },
  examples: [
    {
      command: 'groundcrew tags plan --policy tags.yaml --regions all --out fixes.json',
      description: 'Plan for the whole account',
    },
    {
      command: 'groundcrew tags plan --policy tags.yaml --from tags.json --key Project',
      description: 'Plan one key, from what was saved',
    },
    {
      command: 'groundcrew tags plan --policy tags.yaml --output csv > fixes.csv',
      description: 'Have every change as a row',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const { types, key, out, top } = options;
    const policy = await readPolicy(options.policy);
    const patterns = typesOf(types);
    checkKeys(policy, key);
    const snapshot = await gatherSnapshot({ ...options, types: undefined }, { global, io, signal });
    const only = matchingTypes(snapshot, patterns, io);
    const plan = planTags(snapshot, policy, {
      nowMs: io.now(),
      only: {
        ...(only && { types: only }),
        ...(key.length > 0 && { keys: key }),
      },
    });
    if (out !== undefined) await replaceFile(out, planChunks(plan));
    if (global.output === 'json') await writePlanJson(io.stdout, plan);
    else if (global.output !== 'table') {
      await print(planReport(plan, `Tag plan by ${policy.file}`, { output: global.output, top }));
    } else {
      await writeAll(io.stdout, planText(plan, planTextOptions(io.stdout, options)));
    }
    const gaps = gapsIn(snapshot.coverage);
    if (gaps.length > 0) writeGaps(io, gaps);
    if (plan.changes.length > 0) {
      const next =
        out === undefined
          ? 'To have it applied, save it: --out fixes.json'
          : `Saved in ${out}. Next: ${nextCommand(['tags', 'apply', out, '--apply'], { ...global, ...options })}`;
      io.stderr.write(`${next}\n`);
    }
    return gaps.length > 0 ? exitCodes.partial : exitCodes.done;
  },
});
