import type { LocalRequest, ServiceCall } from './service.ts';

/** One call of one IAM action. */
export interface RecordedCall {
  /** Name of the function that called, or `external`. */
  readonly caller: string;
  /** `dynamodb:BatchWriteItem` */
  readonly action: string;
  /** The ARN that the permission is checked on, in the format of the service authorization reference. */
  readonly resource: string;
  /** Further ones, of a call that is about several resources. */
  readonly alsoOn?: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Records calls with their callers. Of identical calls, about the first and the last thousand are retained, of
 * others the newest 200,000.
 */
export interface Recorder {
  readonly record: (call: ServiceCall, request: LocalRequest) => void;
  readonly calls: () => readonly RecordedCall[];
  /** Requests by the first action of each, all of them. */
  readonly requestCounts: () => ReadonlyMap<string, number>;
}

const MAX_CALLS_PER_KIND = 2000;
/** Each object is a resource of its own. */
const MAX_KINDS = 200_000;

/** Nothing recorded yet. */
export function createRecorder(now: () => number): Recorder {
  const kinds = new Map<string, RecordedCall[]>();
  const counted = new WeakSet<LocalRequest>();
  const counts = new Map<string, number>();
  return {
    requestCounts: () => new Map(counts),
    record({ action, resource, alsoOn = [] }, request) {
      const { caller } = request;
      if (!counted.has(request)) {
        counted.add(request);
        counts.set(action, (counts.get(action) ?? 0) + 1);
      }
      const kind = `${caller} ${action} ${[resource, ...alsoOn].join(' ')}`;
      const calls = kinds.get(kind) ?? [];
      if (calls.length === 0) {
        if (kinds.size === MAX_KINDS) kinds.delete(kinds.keys().next().value!);
        kinds.set(kind, calls);
      }
      calls.push({ caller, action, resource, ...(alsoOn.length > 0 && { alsoOn }), at: now() });
      // A load of a million rows is many calls of one kind: memory must not grow with it.
      if (calls.length > MAX_CALLS_PER_KIND) calls.splice(MAX_CALLS_PER_KIND >> 1, MAX_CALLS_PER_KIND >> 2);
    },
    calls: () => [...kinds.values()].flat().sort((a, b) => a.at - b.at),
  };
}
