import { GroundcrewError } from '@groundcrew/errors';
import type { Observed } from '../deciding/index.ts';
import type { ScheduledResource } from '../resources/index.ts';
import type { Power } from '../power/index.ts';
import { MINUTE_MS } from '../time/index.ts';

/** A machine of a simulated fleet. */
export interface Machine {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  state: Observed['state'];
  sinceMs: number;
  /** When it gets where it is going. */
  arrivesMs: number;
  /** Until when starts fail for lack of capacity. */
  fullUntilMs: number;
  /** When a fault or a person touched it last. */
  faultMs: number;
  personMs: number;
  personKind?: 'start' | 'stop';
  /** How often it was started and stopped by runs. */
  starts: number;
  stops: number;
}

/** The process that ran was killed at a call. */
export class Killed extends Error {}

export interface SimulatedFleet {
  readonly machines: readonly Machine[];
  readonly power: Power;
  read(): Promise<{ readonly resources: readonly ScheduledResource[]; readonly unread: readonly [] }>;
  /** Moves the states on, to this time. */
  moveTo(nowMs: number): void;
  person(machine: Machine, kind: 'start' | 'stop'): void;
}

export interface FleetFaults {
  /** Called at each call: throws what goes wrong with it. */
  onCall(): void;
}

const TRANSITION_MS = 2 * MINUTE_MS;

/** Instances that take two minutes to start and to stop, and calls that act on all of their ids or none. */
export function createSimulatedFleet(
  machines: readonly Pick<Machine, 'id' | 'tags'>[],
  startMs: number,
  { onCall }: FleetFaults,
): SimulatedFleet {
  const fleet = machines.map((given): Machine => ({
    ...given,
    state: 'stopped',
    sinceMs: startMs - 30 * 24 * 60 * MINUTE_MS,
    arrivesMs: 0,
    fullUntilMs: 0,
    faultMs: 0,
    personMs: 0,
    starts: 0,
    stops: 0,
  }));
  // Made once: a text that was used as a key before is found much faster than an equal one.
  const arns = machines.map(({ id }) => `arn:aws:ec2:eu-west-1:111122223333:instance/${id}`);
  let now = startMs;

  function change(machine: Machine, kind: 'start' | 'stop'): void {
    const isDone = kind === 'start' ? machine.state === 'running' : machine.state === 'stopped';
    if (isDone) return;
    machine.state = kind === 'start' ? 'starting' : 'stopping';
    machine.sinceMs = now;
    machine.arrivesMs = now + TRANSITION_MS;
  }

  return {
    machines: fleet,
    moveTo(nowMs) {
      now = nowMs;
      for (const machine of fleet) {
        if (machine.arrivesMs > now) continue;
        if (machine.state === 'starting') machine.state = 'running';
        if (machine.state === 'stopping') machine.state = 'stopped';
      }
    },
    person(machine, kind) {
      machine.personMs = now;
      machine.personKind = kind;
      change(machine, kind);
    },
    async read() {
      onCall();
      return {
        unread: [],
        resources: fleet.map(({ id, tags, state, sinceMs }, at) => ({
          id,
          arn: arns[at]!,
          type: 'ec2:instance',
          account: '111122223333',
          region: 'eu-west-1',
          tags,
          observed: { state, sinceMs },
        })),
      };
    },
    power: {
      async act(kind, resources) {
        onCall();
        const ids = resources.map(({ id }) => id);
        const named = fleet.filter(({ id }) => ids.includes(id));
        const culprit = named.find(({ fullUntilMs }) => kind === 'start' && fullUntilMs > now);
        if (culprit) throw refused('InsufficientInstanceCapacity', 500);
        const odd = named.find(({ state }) => state === 'starting' || state === 'stopping');
        if (odd) throw refused('IncorrectInstanceState', 400);
        for (const machine of named) {
          change(machine, kind);
          if (kind === 'start') machine.starts += 1;
          else machine.stops += 1;
        }
        // The answer may be lost after all was done.
        onCall();
      },
    },
  };
}

export function refused(name: string, status: number): GroundcrewError {
  const cause = Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
  return new GroundcrewError('aws-ec2.start-instances-failed', name, { cause, details: { awsError: name } });
}
