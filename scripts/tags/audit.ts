import { defineCommand, type ExitCode, exitCodes } from '@groundcrew/cli';
import { type Audit, auditReport, auditTags, type Violation } from '@groundcrew/tags/audit';
import { languageOption } from '../language-option.ts';
import { gatherOptions, gatherSnapshot } from './gather-snapshot.ts';
import { checkKeys, policyOption, readPolicy } from './read-policy.ts';
import { matchingTypes, typesOf, typesOption } from './types-option.ts';

/** At a terminal the summary should not scroll away. */
const TOP_ON_SCREEN = 20;

export const command = defineCommand({
  description:
    'Lists every tag that does not follow a policy, what its fix would be, and a score for each type, region, account, owner ' +
    'and key. What could not be listed or read is counted separately, never as compliant or violating, with exit code 3. ' +
    'Changes nothing.',
  arguments: [],
  options: {
    policy: policyOption,
    ...gatherOptions,
    types: { ...typesOption, description: `list violations of these only: ${typesOption.description}` },
    key: {
      type: 'text',
      value: 'KEY',
      repeat: true,
      description: 'list violations of this key only; may be repeated',
    },
    owner: {
      type: 'text',
      value: 'OWNER',
      repeat: true,
      description: 'list violations of this owner only; may be repeated; (none): of what has no owner',
    },
    top: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      description: 'how many rows of a table are shown; else 20 in a terminal, all elsewhere',
    },
    failOn: {
      type: 'text',
      value: 'WHAT',
      choices: ['violations'],
      description: 'end with exit code 3 if there are any',
    },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew tags audit --policy tags.yaml --regions all',
      description: 'Audit the whole account',
    },
    {
      command: 'groundcrew tags audit --policy tags.yaml --regions all --output html > audit.html',
      description: 'Make a page of it',
    },
    {
      command: 'groundcrew tags audit --policy tags.yaml --from tags.json --fail-on violations',
      description: 'Audit what was saved, in a pipeline',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const policy = await readPolicy(options.policy);
    const patterns = typesOf(options.types);
    checkKeys(policy, options.key);
    const snapshot = await gatherSnapshot({ ...options, types: undefined }, { global, io, signal });
    const audit = auditTags(snapshot, policy, { nowMs: io.now() });
    const types = matchingTypes(snapshot, patterns, io);
    const violations = audit.violations.filter(chosenBy({ ...options, types }));
    const isForScreen = global.output === 'table' && io.stdout.isTty;
    const top = options.top ?? (isForScreen ? TOP_ON_SCREEN : undefined);
    const hidden = audit.violations.length - violations.length;
    await print(auditReport({ ...audit, violations }, { hidden, ...(top !== undefined && { top }) }));
    return exitCodeOf(audit, options.failOn === 'violations' && violations.length > 0);
  },
});

interface Choice {
  readonly types: readonly string[] | undefined;
  readonly key: readonly string[];
  readonly owner: readonly string[];
}

function chosenBy({ types, key, owner }: Choice): (violation: Violation) => boolean {
  return (violation) =>
    (types?.includes(violation.type) ?? true) &&
    (key.length === 0 || key.includes(violation.key)) &&
    (owner.length === 0 || owner.includes(violation.owner ?? '(none)'));
}

function exitCodeOf({ coverage }: Audit, isFailing: boolean): ExitCode {
  return isFailing || coverage.gaps.length > 0 ? exitCodes.partial : exitCodes.done;
}
