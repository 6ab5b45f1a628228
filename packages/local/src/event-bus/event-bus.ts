import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import { compileEventPattern, type JsonObject } from './event-pattern.ts';

/** An event as sent; the bus fills in omitted fields. */
export interface BusEvent {
  /** `aws.ec2`, `com.example.shop` */
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: JsonObject;
  readonly resources?: readonly string[];
  /** ISO 8601; default: now. */
  readonly time?: string;
  readonly id?: string;
  readonly account?: string;
  readonly region?: string;
}

/** The targets of an event. */
export interface DeliveredEvent {
  readonly id: string;
  /** Names of the functions whose patterns it matched. */
  readonly functions: readonly string[];
}

/** The default event bus of one region. */
export interface EventBus {
  /**
   * Delivers matching events to a function; the returned function removes the rule.
   *
   * @throws GroundcrewError `local.pattern.refused`
   */
  add(rule: { readonly pattern: unknown; readonly target: LambdaFunction }): () => void;
  deliver(event: BusEvent): DeliveredEvent;
}

export interface EventBusOptions {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** Delivers an event, as JSON, to a function. */
  readonly deliver: (target: LambdaFunction, payload: string) => void;
}

/** A bus without rules. */
export function createEventBus({ region, accountId, clock, deliver }: EventBusOptions): EventBus {
  const rules = new Set<{
    readonly matches: (event: JsonObject) => boolean;
    readonly target: LambdaFunction;
  }>();
  return {
    add({ pattern, target }) {
      const rule = { matches: compileEventPattern(pattern), target };
      rules.add(rule);
      return () => rules.delete(rule);
    },
    deliver(input) {
      // In the order of "AWS service event metadata" in the EventBridge user guide.
      const event = {
        version: '0',
        id: input.id ?? randomUUID(),
        'detail-type': input['detail-type'],
        source: input.source,
        account: input.account ?? accountId,
        time: wholeSeconds(input.time === undefined ? clock.now() : Date.parse(input.time)),
        region: input.region ?? region,
        resources: input.resources ?? [],
        detail: input.detail,
      };
      const payload = JSON.stringify(event);
      const targets = [...rules].filter(({ matches }) => matches(event)).map(({ target }) => target);
      for (const target of targets) deliver(target, payload);
      return { id: event.id, functions: targets.map(({ settings }) => settings.name) };
    },
  };
}

function wholeSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
