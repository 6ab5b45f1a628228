import type { Clock } from '../clock.ts';
import { isJsonObject } from '../json-object.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import { AwsError } from '../service.ts';
import type { BillRow } from './bill.ts';
import { invalid } from './errors.ts';
import { pageOf } from './paging.ts';

const reader = createJsonReader(invalid);

const statuses = ['Active', 'Inactive'] as const;
type Status = (typeof statuses)[number];
const types = ['AWSGenerated', 'UserDefined'] as const;
/** `ListCostAllocationTags` and `UpdateCostAllocationTagsStatus` of the API reference. */
const [DEFAULT_PAGE, MAX_PAGE, MAX_KEYS, MAX_UPDATES] = [100, 1000, 100, 20];
/** AWS takes hours, and does not document how many. */
const BACKFILL_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MAX_BACKFILL_MONTHS = 12;

interface TagState {
  status: Status;
  /** Costs from then on can be grouped by it, as long as it is active. */
  sinceMs: number;
  updatedMs?: number;
}

interface Backfill {
  readonly fromMs: number;
  readonly requestedMs: number;
  /** Those that were active when it was requested. */
  readonly keys: readonly string[];
  isApplied?: true;
}

/** The keys that costs can be allocated by: which are active, and for costs since when. */
export interface CostAllocationTags {
  list(input: JsonInput): object;
  update(input: JsonInput): object;
  backfill(input: JsonInput): object;
  history(input: JsonInput): object;
  /** The charges with the tags that are active for them. */
  visible(rows: readonly BillRow[]): readonly BillRow[];
}

export interface CostAllocationTagsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly rows: readonly BillRow[];
  /** Keys of the tags that resources have now: AWS lists them, inactive, though no charge has them yet. */
  readonly resourceKeys: () => Iterable<string>;
}

/** The keys in a bill are active from its beginning: it would not have them otherwise. */
export function createCostAllocationTags({
  clock,
  rows,
  resourceKeys,
}: CostAllocationTagsOptions): CostAllocationTags {
  const states = new Map<string, TagState>();
  const usedMs = new Map<string, number>();
  const backfills: Backfill[] = [];
  for (const { tags, startMs } of rows)
    for (const key of Object.keys(tags)) {
      states.set(key, { status: 'Active', sinceMs: Number.NEGATIVE_INFINITY });
      usedMs.set(key, startMs);
    }

  /** With what completed backfills changed. */
  function completeBackfills(): void {
    for (const backfill of backfills) {
      if (backfill.isApplied || clock.now() < backfill.requestedMs + BACKFILL_MS) continue;
      backfill.isApplied = true;
      for (const key of backfill.keys) {
        const state = states.get(key)!;
        if (state.status === 'Active') state.sinceMs = Math.min(state.sinceMs, backfill.fromMs);
      }
    }
  }

  /** With the keys that resources have been given since, too. */
  function refresh(): void {
    completeBackfills();
    for (const key of resourceKeys())
      if (!states.has(key)) states.set(key, { status: 'Inactive', sinceMs: Number.POSITIVE_INFINITY });
  }

  function listed(key: string, { status, updatedMs }: TagState): object {
    const used = usedMs.get(key);
    return {
      TagKey: key,
      Type: typeOf(key),
      Status: status,
      ...(updatedMs !== undefined && { LastUpdatedDate: timeText(updatedMs) }),
      ...(used !== undefined && { LastUsedDate: timeText(monthStart(used)) }),
    };
  }

  return {
    list(input) {
      refresh();
      const keys = reader.texts(input, 'TagKeys', 1, MAX_KEYS);
      const status = oneOf(input, 'Status', statuses);
      const type = oneOf(input, 'Type', types);
      const found = [...states]
        .filter(([key]) => keys?.includes(key) ?? true)
        .filter(([, state]) => (status ?? state.status) === state.status)
        .filter(([key]) => (type ?? typeOf(key)) === typeOf(key))
        .toSorted(([one], [other]) => (one < other ? -1 : 1));
      const { page, next } = tokenPage(found, input);
      return { CostAllocationTags: page.map(([key, state]) => listed(key, state)), ...next };
    },

    update(input) {
      refresh();
      const entries = input.CostAllocationTagsStatus;
      if (!Array.isArray(entries) || !entries.every(isJsonObject)) {
        throw invalid('CostAllocationTagsStatus must be a list of entries');
      }
      if (entries.length < 1 || entries.length > MAX_UPDATES) {
        throw invalid(
          `CostAllocationTagsStatus has ${entries.length} members; 1 to ${MAX_UPDATES} are allowed`,
        );
      }
      const wanted = entries.map((entry) => {
        const status = oneOf(entry, 'Status', statuses);
        if (status === undefined) throw invalid('Status is missing');
        return { key: reader.needText(entry, 'TagKey'), status };
      });
      const unknown = wanted.filter(({ key }) => !states.has(key));
      for (const { key, status } of wanted) {
        const state = states.get(key);
        if (state === undefined || state.status === status) continue;
        const nowMs = clock.now();
        Object.assign(state, { status, updatedMs: nowMs });
        // Activation is for costs from then on.
        state.sinceMs = status === 'Active' ? nowMs : Number.POSITIVE_INFINITY;
      }
      return {
        Errors: unknown.map(({ key }) => ({
          TagKey: key,
          Code: 'TagKeysNotFoundException',
          Message: `Tag keys not found: ${key}`,
        })),
      };
    },

    backfill(input) {
      refresh();
      const fromMs = backfillStart(reader.needText(input, 'BackfillFrom'), clock.now());
      const last = backfills.at(-1);
      // That a second one within a day has this error, too, is not documented.
      if (last !== undefined && clock.now() < last.requestedMs + DAY_MS) {
        throw new AwsError(
          400,
          'BackfillLimitExceededException',
          'You can request a backfill once every 24 hours, and one is in progress or was requested since',
        );
      }
      const keys = [...states].filter(([, { status }]) => status === 'Active').map(([key]) => key);
      const request = { fromMs, requestedMs: clock.now(), keys };
      backfills.push(request);
      return { BackfillRequest: backfillText(request, clock.now()) };
    },

    history(input) {
      const { page, next } = tokenPage(backfills.toReversed(), input);
      return { BackfillRequests: page.map((each) => backfillText(each, clock.now())), ...next };
    },

    visible(some) {
      completeBackfills();
      const isComplete = [...usedMs.keys()].every(
        (key) => states.get(key)!.sinceMs === Number.NEGATIVE_INFINITY,
      );
      if (isComplete) return some;
      return some.map((row) => ({
        ...row,
        tags: Object.fromEntries(
          Object.entries(row.tags).filter(([key]) => states.get(key)!.sinceMs <= row.startMs),
        ),
      }));
    },
  };
}

function typeOf(key: string): (typeof types)[number] {
  return key.startsWith('aws:') ? 'AWSGenerated' : 'UserDefined';
}

function oneOf<Value extends string>(
  input: JsonInput,
  name: string,
  allowed: readonly Value[],
): Value | undefined {
  const value = reader.text(input, name);
  const found = allowed.find((each) => each === value);
  if (value === undefined || found !== undefined) return found;
  throw invalid(`${name} "${value}" is invalid; valid values are ${allowed.join(' and ')}`);
}

/** These operations name the token otherwise than those of costs. */
function tokenPage<Item>(all: readonly Item[], { NextToken, ...input }: JsonInput) {
  const size = reader.number(input, 'MaxResults', 1, MAX_PAGE) ?? DEFAULT_PAGE;
  const { page, token } = pageOf(all, { ...input, NextPageToken: NextToken }, size);
  return { page, next: token.NextPageToken === undefined ? {} : { NextToken: token.NextPageToken } };
}

/** "The date can only be a first day of the month. Dates can't precede the previous twelve months, or in the future." */
function backfillStart(text: string, nowMs: number): number {
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(([+-]\d\d:\d\d)|Z)$/.test(text);
  const fromMs = isWritten ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(fromMs)) throw invalid(`BackfillFrom "${text}" is not a date and time with a zone`);
  if (monthStart(fromMs) !== fromMs) throw invalid('BackfillFrom must be the first day of a month');
  if (fromMs > nowMs) throw invalid('BackfillFrom must not be in the future');
  const now = new Date(nowMs);
  const earliest = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MAX_BACKFILL_MONTHS, 1);
  if (fromMs < earliest) throw invalid('BackfillFrom must be within the previous twelve months');
  return fromMs;
}

function backfillText({ fromMs, requestedMs }: Backfill, nowMs: number): object {
  const endMs = requestedMs + BACKFILL_MS;
  const isOver = nowMs >= endMs;
  return {
    BackfillFrom: timeText(fromMs),
    RequestedAt: timeText(requestedMs),
    BackfillStatus: isOver ? 'SUCCEEDED' : 'PROCESSING',
    ...(isOver && { CompletedAt: timeText(endMs) }),
    LastUpdatedAt: timeText(isOver ? endMs : requestedMs),
  };
}

function monthStart(timeMs: number): number {
  const time = new Date(timeMs);
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 1);
}

function timeText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
