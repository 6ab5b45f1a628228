import { defineCommand, exitCodes, writeAll } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';
import { countOf } from '@groundcrew/report';
import { type PolicyProblem, parsePolicy } from '@groundcrew/tags/policy';
import { policyReport, problemReport } from '@groundcrew/tags/policy-report';
import { languageOption } from '../language-option.ts';
import { readBytes } from './files.ts';
import { problemLines } from '../problem-lines.ts';

export const command = defineCommand({
  description:
    'Reads a tag policy and shows its rules, without calls to AWS. All problems are reported together, each with its ' +
    'line and column and what to do about it, with exit code 1.',
  arguments: [{ name: 'file', description: 'the policy, YAML or JSON' }],
  options: languageOption,
  examples: [
    { command: 'groundcrew tags policy check tags.yaml', description: 'Check a policy before it is used' },
    {
      command: 'groundcrew tags policy check tags.yaml --output json',
      description: 'Get the problems as data',
    },
  ],
  async handler({ arguments: { file }, global, io, print }) {
    const bytes = await readBytes('policy', file);
    try {
      const policy = parsePolicy(bytes, { file });
      await print(policyReport(policy, io.now()));
      return exitCodes.done;
    } catch (thrown) {
      if (!isGroundcrewError(thrown, 'tags.policy.invalid')) throw thrown;
      const problems = thrown.details.faults as readonly PolicyProblem[];
      if (global.output === 'table')
        await writeAll(io.stdout, [problemLines(file, bytes.toString('utf8'), problems)]);
      else await print(problemReport(file, problems));
      io.stderr.write(`${file} can't be used: ${countOf(problems.length, 'problem')} to correct.\n`);
      return exitCodes.failed;
    }
  },
});
