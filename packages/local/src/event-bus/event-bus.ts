import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import { compileEventPattern, type JsonObject } from './event-pattern.ts';

/** An event as whoever sends it tells it; the bus fills in what is left out. */
export interface BusEvent {
  /** `aws.ec2`, `com.example.shop` */
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: JsonObject;
  readonly resources?: readonly string[];
  /** ISO 8601; now unless said otherwise. */
  readonly time?: string;
  readonly id?: string;
  readonly account?: string;
  readonly region?: string;
}

/** Where an event went. */
export interface DeliveredEvent {
  readonly id: string;
  /** Names of the functions whose patterns it matched. */
  readonly functions: readonly string[];
}

/** The default event bus of one region. */
export interface EventBus {
  /**
   * Hands the events that match on to a function; the returned function ends it.
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
  /** Hands an event, as JSON, to a function. */
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
    deliver(given) {
      // In the order of "AWS service event metadata" in the EventBridge user guide.
      const event = {
        version: '0',
        id: given.id ?? randomUUID(),
        'detail-type': given['detail-type'],
        source: given.source,
        account: given.account ?? accountId,
        time: wholeSeconds(given.time === undefined ? clock.now() : Date.parse(given.time)),
        region: given.region ?? region,
        resources: given.resources ?? [],
        detail: given.detail,
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
