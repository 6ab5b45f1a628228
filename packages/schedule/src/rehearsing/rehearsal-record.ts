import { isStartedByService, type Memory } from '../deciding/index.ts';
import type { Schedule } from '../file/schedule.ts';
import { describeDecision } from '../planning/describe-decision.ts';
import type { ResourceDecision } from '../planning/decide-resources.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';
import type { MemoryStore, RunDecisions } from '../running/index.ts';
import { MINUTE_MS } from '../time/index.ts';

/** A resource that was started or stopped, and was seen to be. */
export interface RehearsedTransition {
  readonly resource: ScheduledResource;
  readonly schedule: Schedule;
  readonly action: 'start' | 'stop';
  /** When a run sent it; `undefined`: no run did. */
  readonly sentMs: number | undefined;
  /** When it was first seen to have taken effect. */
  readonly seenMs: number;
  readonly because: string;
}

/** A call that was refused, or a start that was accepted and fell back, of one resource, by its name. */
export interface RehearsedFailure {
  readonly resource: ScheduledResource;
  readonly schedule: Schedule;
  readonly action: 'start' | 'stop';
  /** The service's name of it. */
  readonly name: string;
  readonly firstMs: number;
  readonly times: number;
}

/** A resource that is not as scheduled when an interval ends. */
export interface LateResource {
  readonly resource: ScheduledResource;
  readonly schedule: Schedule;
  readonly wanted: 'on' | 'off';
  readonly atMs: number;
  readonly why: string;
}

/** How long a resource on a schedule ran. */
export interface RehearsedHours {
  readonly resource: ScheduledResource;
  readonly schedule: Schedule;
  readonly onMs: number;
  /** If nothing is started or stopped. */
  readonly unscheduledMs: number;
}

type Scheduled = Extract<ResourceDecision, { readonly schedule: Schedule }>;

interface Track {
  /** As it was seen first. */
  readonly first: Scheduled;
  decided: Scheduled;
  seenMs: number;
  onMs: number;
  /** The last state that does not end by itself, and since when it is known. */
  stable: { state: 'running' | 'stopped'; seenMs: number } | undefined;
  because: string | undefined;
}

/** What is seen of a rehearsal, from run to run. */
export function createRecord() {
  const tracks = new Map<string, Track>();
  const transitions: RehearsedTransition[] = [];
  const failures = new Map<string, RehearsedFailure>();
  const counted = new Map<string, number>();
  const late: LateResource[] = [];
  let checked = 0;

  function see(decided: Scheduled, nowMs: number): void {
    const { arn, observed } = decided.resource;
    const track = tracks.get(arn) ?? newTrack(decided, nowMs);
    tracks.set(arn, track);
    if (track.decided.resource.observed.state === 'running') track.onMs += nowMs - track.seenMs;
    track.seenMs = nowMs;
    track.decided = decided;
    const { state } = observed;
    if (state !== 'running' && state !== 'stopped') return;
    if (track.stable !== undefined && track.stable.state !== state)
      transitions.push(transitionOf(track, decided, nowMs));
    track.stable = { state, seenMs: nowMs };
  }

  return {
    /** Called with what a run decided; what it starts or stops is seen later. */
    decided({ decisions }: RunDecisions, nowMs: number): void {
      for (const decided of decisions) {
        if (decided.schedule === undefined) continue;
        see(decided, nowMs);
        const { schedule, interval, decision } = decided;
        if (decision.action === 'none') continue;
        tracks.get(decided.resource.arn)!.because = describeDecision(schedule, interval, decision);
      }
    },
    /** Called at the end of intervals; `isDue`: whether one must be as scheduled now. */
    looked(
      { decisions, held, withheld }: RunDecisions,
      nowMs: number,
      isDue: (decided: Scheduled) => boolean,
    ): void {
      for (const decided of decisions) {
        if (decided.schedule === undefined) continue;
        see(decided, nowMs);
        if (!isDue(decided)) continue;
        checked += 1;
        const { resource, schedule, decision, interval } = decided;
        const { wanted } = decision;
        if (wanted === 'any' || !isAstray(decided)) continue;
        const isHeld = held.has(resource.arn);
        late.push({
          resource,
          schedule,
          wanted,
          atMs: Math.min(interval.endMs, Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS),
          why: whyAstray(decided, isHeld, withheld),
        });
      }
    },
    /** The store of the runs, whose failures are counted. */
    watch: (store: MemoryStore): MemoryStore => ({
      load: (signal) => store.load(signal),
      async save(changed, signal) {
        for (const [arn, { failure }] of changed.memories ?? new Map<string, Memory>()) {
          const track = tracks.get(arn);
          if (failure === undefined || track === undefined || counted.get(arn) === failure.lastMs) continue;
          counted.set(arn, failure.lastMs);
          const { resource, schedule } = track.decided;
          const { kind: action, name, lastMs } = failure;
          const known = failures.get(`${arn} ${action} ${name}`);
          failures.set(`${arn} ${action} ${name}`, {
            resource,
            schedule,
            action,
            name,
            firstMs: known?.firstMs ?? lastMs,
            times: (known?.times ?? 0) + 1,
          });
        }
        await store.save(changed, signal);
      },
    }),
    transitions: (): readonly RehearsedTransition[] => transitions,
    failures: (): readonly RehearsedFailure[] => [...failures.values()],
    late: (): readonly LateResource[] => late,
    /** How often it was looked whether a resource is as scheduled. */
    checked: () => checked,
    hours: (lengthMs: number): readonly RehearsedHours[] =>
      [...tracks.values()].map(({ first, decided: { resource, schedule }, onMs }) => ({
        resource,
        schedule,
        onMs,
        unscheduledMs: first.resource.observed.state === 'running' ? lengthMs : 0,
      })),
  };
}

function newTrack(decided: Scheduled, nowMs: number): Track {
  return { first: decided, decided, seenMs: nowMs, onMs: 0, stable: undefined, because: undefined };
}

function transitionOf(
  { stable, because }: Track,
  { resource, schedule, memory }: Scheduled,
  seenMs: number,
): RehearsedTransition {
  const action = resource.observed.state === 'running' ? 'start' : 'stop';
  const { lastAction } = memory;
  const isOwn = lastAction?.kind === action && lastAction.atMs >= stable!.seenMs;
  const service = isStartedByService(resource.observed, memory, seenMs)
    ? 'its service started it'
    : 'no run did it';
  return {
    resource,
    schedule,
    action,
    sentMs: isOwn ? lastAction.atMs : undefined,
    seenMs,
    because: isOwn ? (because ?? '') : service,
  };
}

/** What a mode leaves, or a person, is where it should be. */
function isAstray({ resource: { observed }, decision: { wanted, because } }: Scheduled): boolean {
  if (['gone', 'no-word', 'mode', 'by-hand'].includes(because.code)) return false;
  return observed.state !== (wanted === 'on' ? 'running' : 'stopped');
}

function whyAstray(
  { resource, schedule, interval, decision }: Scheduled,
  isHeld: boolean,
  withheld: number,
): string {
  if (decision.action === 'none') return describeDecision(schedule, interval, decision);
  if (resource.refusal !== undefined) return `it ${resource.refusal}`;
  if (isHeld) return 'it waits for an earlier step of its group';
  if (decision.action === 'stop' && withheld > 0) return 'a run stops no more than stopPercent of all';
  return 'no run came in time';
}
