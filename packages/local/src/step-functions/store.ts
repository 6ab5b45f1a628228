import { createHash } from 'node:crypto';
import type { StateMachineDefinition } from '@groundcrew/lambda';
import { openJournal } from '../journal.ts';
import { runtimeError } from './errors.ts';
import type { Execution, HistoryEvent, Machine, MapRun } from './model.ts';

type Entry =
  | { readonly type: 'machine'; readonly machine: Machine }
  | { readonly type: 'machine-deleted'; readonly arn: string }
  | { readonly type: 'definition'; readonly id: string; readonly definition: string }
  | { readonly type: 'execution'; readonly execution: Execution }
  | { readonly type: 'event'; readonly arn: string; readonly event: HistoryEvent }
  | { readonly type: 'map-run'; readonly mapRun: MapRun };

/** State machines, executions with their histories, and Map Runs. */
export interface Store {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly executions: ReadonlyMap<string, Execution>;
  readonly mapRuns: ReadonlyMap<string, MapRun>;
  putMachine(machine: Machine): void;
  deleteMachine(arn: string): void;
  /** Keeps a definition for as long as there are executions; returns its key. */
  putDefinition(definition: string): string;
  definition(id: string): StateMachineDefinition;
  /** Stores an execution, or what has changed of it since. */
  putExecution(execution: Execution): void;
  putMapRun(mapRun: MapRun): void;
  /** The children of a Map Run, in the order of their items. */
  childrenOf(mapRunArn: string): readonly Execution[];
  /** @throws StatesError `States.Runtime` when the history is full, for all but the event that ends the execution */
  addEvent(arn: string, event: Omit<HistoryEvent, 'id'>): number;
  history(arn: string): readonly HistoryEvent[];
  close(): void;
}

/** Developer guide, "Service quotas": events in the history of an execution. */
const MAX_EVENTS = 25_000;
const endEvents = new Set(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);

/** In memory; with a path persisted in that file. */
export function createStore(path: string | undefined): Store {
  const machines = new Map<string, Machine>();
  const definitions = new Map<string, string>();
  const parsed = new Map<string, StateMachineDefinition>();
  const executions = new Map<string, Execution>();
  const histories = new Map<string, HistoryEvent[]>();
  const mapRuns = new Map<string, MapRun>();
  const children = new Map<string, Execution[]>();

  function apply(entry: Entry): void {
    switch (entry.type) {
      case 'machine':
        machines.set(entry.machine.arn, entry.machine);
        return;
      case 'machine-deleted':
        machines.delete(entry.arn);
        return;
      case 'definition':
        definitions.set(entry.id, entry.definition);
        return;
      case 'map-run':
        mapRuns.set(entry.mapRun.arn, entry.mapRun);
        return;
      case 'event':
        eventsOf(entry.arn).push(entry.event);
        return;
      case 'execution': {
        const { execution } = entry;
        const known = executions.get(execution.arn);
        if (known === execution) return;
        if (known) {
          // What the newer one does not have any more must go, too: a redriven execution has no end.
          for (const key of Object.keys(known)) if (!(key in execution)) Reflect.deleteProperty(known, key);
          Object.assign(known, execution);
        } else {
          executions.set(execution.arn, execution);
          if (execution.mapRunArn !== undefined) childList(execution.mapRunArn).push(execution);
        }
      }
    }
  }

  function eventsOf(arn: string): HistoryEvent[] {
    let events = histories.get(arn);
    if (!events) histories.set(arn, (events = []));
    return events;
  }

  function childList(mapRunArn: string): Execution[] {
    let list = children.get(mapRunArn);
    if (!list) children.set(mapRunArn, (list = []));
    return list;
  }

  const journal = openJournal<Entry>(path, {
    replay: apply,
    *snapshot() {
      for (const machine of machines.values()) yield { type: 'machine', machine } as const;
      for (const [id, definition] of definitions) yield { type: 'definition', id, definition } as const;
      for (const mapRun of mapRuns.values()) yield { type: 'map-run', mapRun } as const;
      for (const execution of executions.values()) yield { type: 'execution', execution } as const;
      for (const [arn, events] of histories)
        for (const event of events) yield { type: 'event', arn, event } as const;
    },
  });

  function commit(entry: Entry): void {
    journal.append(entry);
    apply(entry);
  }

  return {
    machines,
    executions,
    mapRuns,
    putMachine: (machine) => commit({ type: 'machine', machine }),
    deleteMachine: (arn) => commit({ type: 'machine-deleted', arn }),
    putDefinition(definition) {
      const id = createHash('sha256').update(definition).digest('hex');
      if (!definitions.has(id)) commit({ type: 'definition', id, definition });
      return id;
    },
    definition(id) {
      let definition = parsed.get(id);
      if (!definition) {
        definition = JSON.parse(definitions.get(id)!) as StateMachineDefinition;
        parsed.set(id, definition);
      }
      return definition;
    },
    putExecution: (execution) => commit({ type: 'execution', execution }),
    putMapRun: (mapRun) => commit({ type: 'map-run', mapRun }),
    childrenOf: (mapRunArn) => children.get(mapRunArn) ?? [],
    addEvent(arn, event) {
      const events = eventsOf(arn);
      if (events.length >= MAX_EVENTS - 1 && !endEvents.has(event.type)) {
        throw runtimeError(`The execution reached the maximum number of history events (${MAX_EVENTS}).`);
      }
      const id = events.length + 1;
      commit({ type: 'event', arn, event: { ...event, id } });
      return id;
    },
    history: (arn) => histories.get(arn) ?? [],
    close: () => journal.close(),
  };
}
