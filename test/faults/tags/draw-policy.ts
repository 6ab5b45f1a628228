import { parsePolicy, type TagPolicy } from '@groundcrew/tags/policy';
import type { Random } from '../random.ts';

const relations = ['instance', 'volume', 'network-interface', 'subnet', 'vpc', 'snapshot'];

/** A valid policy, parsed like one that a user wrote. */
export function drawPolicy(random: Random): { readonly text: string; readonly policy: TagPolicy } {
  const removed = ['temp*', 'fill-4?', 'Stage'].filter(() => random.chance(0.5));
  const written = {
    version: 1,
    keys: {
      Project: drawRule(random, 'proj'),
      ...(random.chance(0.6) && { Owner: drawRule(random, 'holder') }),
    },
    ...(removed.length > 0 && {
      forbidden: removed.map((key) => ({ key, remove: random.chance(0.8), ...drawScope(random) })),
    }),
    ...(random.chance(0.3) && { exemptions: [drawExemption(random)] }),
  };
  const text = `${JSON.stringify(written, null, 2)}\n`;
  return { text, policy: parsePolicy(text, { file: 'policy.json' }) };
}

function drawRule(random: Random, variant: string): object {
  const values = random.pick([
    undefined,
    { list: ['shop', 'web', 'none'], variants: { shpo: 'shop' } },
    { list: ['shop', 'none'], ignoreCase: false },
    { pattern: '[a-z]+', minLength: 1, ignoreCase: false },
  ]);
  const inherit = random.chance(0.7) ? relations.filter(() => random.chance(0.6)) : [];
  return {
    required: random.chance(0.7),
    ignoreCase: random.chance(0.8),
    ...(random.chance(0.7) && { variants: [variant] }),
    ...(values && { values }),
    ...(inherit.length > 0 && { inherit }),
    ...(random.chance(0.5) && { default: 'none' }),
    ...drawScope(random),
  };
}

function drawScope(random: Random): object {
  const types = random.pick([
    undefined,
    undefined,
    undefined,
    ['ec2:*'],
    ['ec2:volume', 's3:bucket', 'sqs:*'],
  ]);
  const regions = random.pick([undefined, undefined, undefined, ['us-*']]);
  if (!types && !regions) return {};
  return { for: { ...(types && { types }), ...(regions && { regions }) } };
}

function drawExemption(random: Random): object {
  return {
    match: random.pick([{ type: 'ec2:snapshot' }, { arn: '*bucket-*' }, { tag: { Stage: 'shop' } }]),
    keys: random.pick(['all', ['Project']]),
    reason: 'agreed',
    ...(random.chance(0.3) && { until: '2020-01-31' }),
  };
}
