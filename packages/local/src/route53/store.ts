import { join } from 'node:path';
import { openJournal } from '../journal.ts';
import { type HostedZone, keyOf, type RecordSet, type ZoneChange } from './model.ts';

type Entry =
  | { readonly zone: HostedZone }
  | { readonly gone: string }
  | { readonly change: ZoneChange }
  | { readonly of: string; readonly put: RecordSet }
  | { readonly of: string; readonly remove: string };

/** Hosted zones that were created, the records of all, and the changes that can be asked about. */
export interface ZoneStore {
  readonly zones: ReadonlyMap<string, HostedZone>;
  readonly changes: ReadonlyMap<string, ZoneChange>;
  /** By `keyOf`; of a zone without any changes none. */
  recordsOf(zoneId: string): ReadonlyMap<string, RecordSet>;
  /** All of it, or none. */
  commit(update: {
    readonly zone?: HostedZone;
    /** Removes a zone with its records. */
    readonly goneZone?: string;
    /** The records that a zone has from now on. */
    readonly records?: { readonly zoneId: string; readonly all: ReadonlyMap<string, RecordSet> };
    readonly change?: ZoneChange;
  }): void;
  close(): void;
}

/** Enough to ask about for long; the oldest are forgotten. */
const MAX_CHANGES = 10_000;

/** In memory, or persisted in `dataDir`. */
export function createZoneStore(dataDir: string | undefined): ZoneStore {
  const zones = new Map<string, HostedZone>();
  const changes = new Map<string, ZoneChange>();
  const records = new Map<string, Map<string, RecordSet>>();

  function mapOf(zoneId: string): Map<string, RecordSet> {
    let map = records.get(zoneId);
    if (!map) records.set(zoneId, (map = new Map()));
    return map;
  }

  function apply(entry: Entry): void {
    if ('zone' in entry) zones.set(entry.zone.id, entry.zone);
    else if ('change' in entry) {
      changes.set(entry.change.id, entry.change);
      const [oldest] = changes.keys();
      if (changes.size > MAX_CHANGES && oldest !== undefined) changes.delete(oldest);
    } else if ('put' in entry) mapOf(entry.of).set(keyOf(entry.put), entry.put);
    else if ('remove' in entry) mapOf(entry.of).delete(entry.remove);
    else {
      zones.delete(entry.gone);
      records.delete(entry.gone);
    }
  }

  const journal = openJournal<Entry>(dataDir && join(dataDir, 'route53', 'hosted-zones.jsonl'), {
    replay: apply,
    *snapshot() {
      for (const zone of zones.values()) yield { zone };
      for (const [of, map] of records) for (const put of map.values()) yield { of, put };
      for (const change of changes.values()) yield { change };
    },
  });

  return {
    zones,
    changes,
    recordsOf: (zoneId) => records.get(zoneId) ?? new Map<string, RecordSet>(),
    commit({ zone, goneZone, records: next, change }) {
      const entries: Entry[] = [];
      if (goneZone !== undefined) entries.push({ gone: goneZone });
      if (zone) entries.push({ zone });
      if (next) {
        const { zoneId: of, all } = next;
        const before = records.get(of) ?? new Map<string, RecordSet>();
        for (const key of before.keys()) if (!all.has(key)) entries.push({ of, remove: key });
        for (const [key, put] of all) if (before.get(key) !== put) entries.push({ of, put });
      }
      if (change) entries.push({ change });
      journal.append(...entries);
      for (const entry of entries) apply(entry);
    },
    close: () => journal.close(),
  };
}
