import {
  type FunctionManifest,
  type StackManifest,
  scheduleName,
  type Trigger,
  type Undelivered,
  type Value,
} from '@groundcrew/lambda';

type TriggerOf<Type extends Trigger['type']> = Extract<Trigger, { readonly type: Type }>;

/** A function and its trigger. */
export interface Triggered<Type extends Trigger['type']> {
  /** Name of the function. */
  readonly name: string;
  readonly description: string;
  readonly trigger: TriggerOf<Type>;
}

/** A schedule, and the function that it invokes. */
export interface Schedule {
  /** `report-costs-monthly` */
  readonly name: string;
  readonly functionName: string;
  readonly description: string;
  readonly expression: Value;
  readonly timeZone: Value;
  readonly state: Value | undefined;
  readonly undelivered: Undelivered;
}

/** The schedules of a stack, in the order of its functions. */
export function schedulesOf(stack: StackManifest): Schedule[] {
  return stack.functions
    .filter(isTriggeredBy('schedule'))
    .flatMap(({ name, description, trigger: { schedules, timeZone, state, undelivered } }) =>
      schedules.map((schedule) => ({
        name: scheduleName(name, schedule),
        functionName: name,
        description,
        expression: schedule.expression,
        timeZone,
        state,
        undelivered,
      })),
    );
}

/** The functions of a stack that are invoked by events on the default bus. */
export function rulesOf(stack: StackManifest): Triggered<'event-pattern'>[] {
  return stack.functions.filter(isTriggeredBy('event-pattern'));
}

function isTriggeredBy<Type extends Trigger['type']>(type: Type) {
  return (manifest: FunctionManifest): manifest is FunctionManifest & Triggered<Type> =>
    manifest.trigger.type === type;
}

/**
 * The default group of schedules. A role's trust policy can be limited to a group, not to a schedule (EventBridge
 * Scheduler user guide, "Confused deputy prevention").
 */
export const SCHEDULE_GROUP = 'schedule-group/default';
