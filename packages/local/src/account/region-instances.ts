import { type AccountInstance, factsOfRegion, type LocalAccount } from '@groundcrew/account/file';
import type { InstanceChange, InstanceDetails } from './details.ts';
import { createEntryList, numberedTags } from './entry-list.ts';
import { createNetworks } from './network.ts';
import { createValueGenerator } from './value-generator.ts';

/** The instances of one account in one region. Details are generated on demand: there may be very many. */
export interface RegionInstances {
  readonly size: number;
  /** The description entry of the instance at a position. */
  entryAt(position: number): AccountInstance;
  /** @param change what became of it since */
  at(position: number, change?: InstanceChange): InstanceDetails;
  /** Position of the instance with this id. */
  positionOf(id: string): number | undefined;
  /** Position of the n-th (from 0, modulo their count) of those with this id or name in the file. */
  readonly positionOfWord: (word: string, number: number) => number | undefined;
  /** Network values that are cheap to compute; also for terminated instances, which don't report them. */
  readonly rootVolumeIdAt: (position: number) => string | undefined;
  readonly interfaceIdAt: (position: number) => string | undefined;
}

// Number of instances of an entry that share a reservation, as if launched together.
const RESERVATION_SIZE = 20;
const EARLIEST_LAUNCH_MS = Date.UTC(2025, 0, 1);
const LAUNCH_RANGE_SECONDS = 500 * 24 * 3600;

export function createRegionInstances(account: LocalAccount, region: string): RegionInstances {
  const { instances: entries = [], complete: isComplete = false } = account.regions[region] ?? {};
  const facts = factsOfRegion(region);
  const list = createEntryList(entries);
  const { size } = list;

  const generatorFor = (purpose: string) => createValueGenerator(account.id, region, purpose);
  const ids = generatorFor('instance');
  const reservations = generatorFor('reservation');
  const volumes = generatorFor('volume');
  const tokens = generatorFor('client token');
  const spotRequests = generatorFor('spot request');
  const launches = generatorFor('launch time');
  const zoneShift = generatorFor('zone ids').number(0, facts.zones.length);
  const networks = createNetworks(account.id, region, account.regions[region]);
  let positions: ReadonlyMap<string, number> | undefined;

  const profileIds = new Map<string, string>();
  function profileOf(described: string | undefined): InstanceDetails['profile'] {
    if (described === undefined) return undefined;
    const name = described.split('/').at(-1)!;
    let id = profileIds.get(name);
    if (id === undefined) {
      id = `AIPA${createValueGenerator(account.id, 'profile', name).hex(0, 16).toUpperCase()}Q`;
      profileIds.set(name, id);
    }
    const arn = described.startsWith('arn:')
      ? described
      : `arn:aws:iam::${account.id}:instance-profile/${name}`;
    return { name, arn, id };
  }

  const rootVolumeIdOf = (position: number, { rootVolume }: AccountInstance) =>
    rootVolume ?? (isComplete ? undefined : `vol-0${volumes.hex(position, 16)}`);
  const interfaceIdOf = (position: number, { networkInterface }: AccountInstance) =>
    networkInterface ?? (isComplete ? undefined : networks.interfaceIdOf(position));
  const idAt = (position: number, entry: AccountInstance) => entry.id ?? `i-0${ids.hex(position, 16)}`;

  return {
    size,
    entryAt: (position) => list.find(position).entry,
    positionOfWord: list.positionOf,
    rootVolumeIdAt: (position) => rootVolumeIdOf(position, list.find(position).entry),
    interfaceIdAt: (position) => interfaceIdOf(position, list.find(position).entry),
    at(position, change) {
      const { entry: described, number } = list.find(position);
      const entry = change ? { ...described, state: change.state, launchTime: change.launchTime } : described;
      // Seeded by the first of the reservation, so that all of them share the generated values.
      const first = position - (number % RESERVATION_SIZE);
      const zoneIndex = zoneIndexOf(entry, facts.zones, position);
      const { type, state = 'running', lifecycle = 'on-demand' } = entry;
      const platform = entry.platform ?? (entry.platformDetails?.startsWith('Windows') ? 'windows' : 'linux');
      const architecture = architectureOf(type);
      const token = tokens.hex(first, 16);
      return {
        accountId: account.id,
        region,
        position,
        id: idAt(position, entry),
        reservationId: `r-0${reservations.hex(first, 16)}`,
        launchIndex: position - first,
        type,
        state,
        imageId: networks.idOf('ami', entry.ami ?? `${platform} ${architecture}`),
        launchTime: new Date(
          entry.launchTime ?? EARLIEST_LAUNCH_MS + launches.number(first, LAUNCH_RANGE_SECONDS) * 1000,
        ).toISOString(),
        stopTime: change?.stopTime,
        hasFailed: change?.hasFailed ?? false,
        rootDevice: entry.rootDevice ?? 'ebs',
        hibernation: entry.hibernation ?? false,
        zone: zoneOf(entry, region, facts.zones, zoneIndex),
        // Zone letters differ between accounts: "Availability Zone IDs" of the EC2 user guide.
        zoneId: entry.zoneId ?? `${facts.code}-az${((zoneIndex + zoneShift) % facts.zones.length) + 1}`,
        network: state === 'terminated' ? undefined : networks.at(position, entry, zoneIndex),
        profile: profileOf(entry.profile),
        lifecycle,
        spotRequestId:
          lifecycle === 'spot' ? (entry.spotRequestId ?? `sir-${spotRequests.hex(position, 8)}`) : undefined,
        architecture,
        platform,
        platformDetails: entry.platformDetails ?? (platform === 'windows' ? 'Windows' : 'Linux/UNIX'),
        imdsv2: entry.imdsv2 ?? 'required',
        keyName: entry.keyName,
        rootVolumeId: rootVolumeIdOf(position, entry),
        clientToken: `${token.slice(0, 8)}-${token.slice(8, 12)}-4${token.slice(12, 15)}-8${token.slice(13, 16)}-${volumes.hex(first, 12)}`,
        tags: numberedTags(entry, number, isComplete),
        metadataTags: entry.metadataTags ?? false,
        userData: entry.userData,
      };
    },
    positionOf(id) {
      positions ??= new Map(
        Array.from({ length: size }, (_, position) => [idAt(position, list.find(position).entry), position]),
      );
      return positions.get(id);
    },
  };
}

/** Index among the letters of a region's zones; the first for a zone of another kind, such as a Local Zone. */
export function zoneIndexOf({ zone }: { readonly zone?: string }, zones: string, position: number): number {
  return zone === undefined ? position % zones.length : Math.max(0, zones.indexOf(zone.at(-1)!));
}

/** The name of a zone: as it is described, if that is more than its letter. */
export function zoneOf(
  { zone }: { readonly zone?: string },
  region: string,
  zones: string,
  zoneIndex: number,
): string {
  return zone !== undefined && zone.length > 1 ? zone : `${region}${zones[zoneIndex]}`;
}

/** Graviton types have a `g` after their generation: "Instance type names" of the EC2 instance types guide. */
function architectureOf(type: string): InstanceDetails['architecture'] {
  if (type.startsWith('mac1.')) return 'x86_64_mac';
  if (type.startsWith('mac')) return 'arm64_mac';
  return /^(a1|[a-z]+\d+[a-z]*?g[a-z]*)[.-]/.test(type) ? 'arm64' : 'x86_64';
}
