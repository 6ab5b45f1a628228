import { GroundcrewError } from '@groundcrew/errors';
import type { SettingManifest, StackManifest } from './manifest.ts';

/**
 * Merges stacks into one, for an environment that runs them together. A setting that several have in common is one
 * setting. Alarms and dashboards are left out: those of each stack are its own.
 *
 * @throws GroundcrewError `lambda.stack.clash`: two stacks define the same id, setting, function or name
 * differently; they could not be deployed into one region either.
 */
export function mergeStacks(stacks: readonly StackManifest[]): StackManifest {
  const all = <Part>(pick: (stack: StackManifest) => readonly Part[]): Part[] => stacks.flatMap(pick);
  const merged = {
    name: stacks.map(({ name }) => name).join('+'),
    description: stacks.map(({ description }) => description).join('; '),
    settings: mergeSettings(stacks),
    buckets: all(({ buckets }) => buckets),
    tables: all(({ tables }) => tables),
    topics: all(({ topics }) => topics),
    queues: all(({ queues }) => queues),
    apis: all(({ apis }) => apis),
    functions: all(({ functions }) => functions),
    stateMachines: all(({ stateMachines }) => stateMachines),
    alarms: [],
    alarmTopic: '',
  };
  const { buckets, tables, topics, queues, apis, functions, stateMachines } = merged;
  const resources = [...buckets, ...tables, ...topics, ...queues, ...apis];
  refuseDuplicates(
    'resource',
    resources.map(({ id }) => id),
  );
  refuseDuplicates(
    'function',
    functions.map(({ name }) => name),
  );
  refuseDuplicates(
    'state machine',
    stateMachines.map(({ name }) => name),
  );
  // An empty name means that it is derived from the id.
  for (const [kind, named] of Object.entries({ buckets, tables, topics, queues, apis })) {
    refuseDuplicates(
      `name of ${kind}`,
      named.flatMap(({ name }) => (typeof name === 'string' && name !== '' ? [name] : [])),
    );
  }
  return merged;
}

function mergeSettings(stacks: readonly StackManifest[]): SettingManifest[] {
  const merged = new Map<string, SettingManifest>();
  for (const setting of stacks.flatMap(({ settings }) => settings)) {
    const known = merged.get(setting.name) ?? setting;
    if (known.default !== setting.default || known.pattern !== setting.pattern) {
      throw conflict('setting', setting.name);
    }
    merged.set(setting.name, known);
  }
  return [...merged.values()];
}

function refuseDuplicates(kind: string, names: readonly string[]): void {
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined) throw conflict(kind, duplicate);
}

function conflict(kind: string, name: string): GroundcrewError {
  return new GroundcrewError(
    'lambda.stack.clash',
    `two stacks have a ${kind} "${name}"; change one of them in functions/stacks`,
    { fault: 'bug' },
  );
}
