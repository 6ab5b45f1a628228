import { join } from 'node:path';
import { openJournal } from '../../journal.ts';
import type { Ec2Location } from '../arns.ts';
import type { NetworkResource } from './network-resources.ts';

/** What was made, changed and removed in one region of an account since it was described. */
export interface NetworkRegionState {
  /** By id; also described resources that were changed since. */
  readonly resources: ReadonlyMap<string, NetworkResource>;
  readonly bySerial: ReadonlyMap<number, NetworkResource>;
  /** Ids of described resources that were removed. */
  readonly removed: ReadonlySet<string>;
  /** Of the next resource: none is used twice. */
  readonly nextSerial: number;
  /** Another one after each change. */
  readonly version: number;
}

/** One change; all of a call are stored together. */
export type NetworkResourceChange = { readonly put: NetworkResource } | { readonly remove: string };

/** The networks of all accounts and regions, stored in the data folder. */
export interface NetworkStore {
  region(location: Ec2Location): NetworkRegionState;
  /** What there was at a time, at most a minute ago: for reads that are late. */
  regionAt(location: Ec2Location, atMs: number): NetworkRegionState;
  /**
   * @param nextSerial the next that is not given to anything
   * @throws AwsError if the changes cannot be stored: none is made then
   */
  commit(location: Ec2Location, changes: readonly NetworkResourceChange[], nextSerial: number): void;
  close(): void;
}

interface Entry {
  readonly account: string;
  readonly region: string;
  readonly changes: readonly NetworkResourceChange[];
  readonly nextSerial?: number;
}

/** How a resource was before a change. */
interface Former {
  readonly atMs: number;
  readonly id: string;
  readonly resource: NetworkResource | undefined;
  readonly wasRemoved: boolean;
}

const HISTORY_MS = 60_000;

interface MutableRegion {
  readonly resources: Map<string, NetworkResource>;
  readonly bySerial: Map<number, NetworkResource>;
  readonly removed: Set<string>;
  nextSerial: number;
  version: number;
  /** Oldest first. */
  readonly history: Former[];
}

/**
 * @param dataDir omitted: in memory
 * @param now of the times in its history
 */
export function createNetworkStore(dataDir?: string, now: () => number = () => 0): NetworkStore {
  const regions = new Map<string, MutableRegion>();
  let isReady = false;

  function regionOf(accountId: string, region: string): MutableRegion {
    const key = `${accountId} ${region}`;
    let found = regions.get(key);
    if (!found) {
      found = {
        resources: new Map(),
        bySerial: new Map(),
        removed: new Set(),
        nextSerial: 0,
        version: 0,
        history: [],
      };
      regions.set(key, found);
    }
    return found;
  }

  function replay({ account, region, changes, nextSerial = 0 }: Entry): void {
    const state = regionOf(account, region);
    state.version++;
    for (const change of changes) {
      remember(state, 'put' in change ? change.put.id : change.remove);
      if ('put' in change) {
        const { id, serial } = change.put;
        state.resources.set(id, change.put);
        if (serial >= 0) state.bySerial.set(serial, change.put);
        state.nextSerial = Math.max(state.nextSerial, serial + 1);
        continue;
      }
      const gone = state.resources.get(change.remove);
      state.resources.delete(change.remove);
      if (gone && gone.serial >= 0) state.bySerial.delete(gone.serial);
      else state.removed.add(change.remove);
    }
    state.nextSerial = Math.max(state.nextSerial, nextSerial);
  }

  function remember({ resources, removed, history }: MutableRegion, id: string): void {
    // What is read back from the disk is old.
    if (!isReady) return;
    const atMs = now();
    history.push({ atMs, id, resource: resources.get(id), wasRemoved: removed.has(id) });
    const firstKept = history.findIndex((each) => each.atMs > atMs - HISTORY_MS);
    history.splice(0, firstKept);
  }

  function* snapshot(): Generator<Entry> {
    for (const [key, { resources, removed, nextSerial }] of regions) {
      const [account = '', region = ''] = key.split(' ');
      const changes = [...removed].map((remove) => ({ remove }));
      yield { account, region, changes, nextSerial };
      for (const put of resources.values()) yield { account, region, changes: [{ put }] };
    }
  }

  const path = dataDir === undefined ? undefined : join(dataDir, 'ec2', 'networks.jsonl');
  const journal = openJournal<Entry>(path, { replay, snapshot });
  isReady = true;
  return {
    region: ({ accountId, region }) => regionOf(accountId, region),
    regionAt({ accountId, region }, atMs) {
      const { nextSerial, version, history, ...current } = regionOf(accountId, region);
      const resources = new Map(current.resources);
      const removed = new Set(current.removed);
      for (const { atMs: changedMs, id, resource, wasRemoved } of history.toReversed()) {
        if (changedMs <= atMs) break;
        if (resource) resources.set(id, resource);
        else resources.delete(id);
        if (!wasRemoved) removed.delete(id);
      }
      const made = [...resources.values()].filter(({ serial }) => serial >= 0);
      const bySerial = new Map(made.map((resource) => [resource.serial, resource]));
      return { resources, bySerial, removed, nextSerial, version };
    },
    commit({ accountId, region }, changes, nextSerial) {
      const entry = { account: accountId, region, changes, nextSerial };
      journal.append(entry);
      replay(entry);
    },
    close: () => journal.close(),
  };
}
