import type { Instance, NetworkInterface, SecurityGroup } from '../model/index.ts';
import { outRules } from './out-rules.ts';
import { DEFAULT_GROUP, type Planned, PLANNED_SCOPE } from './planned.ts';
import { type Place, standInName } from './stand-ins.ts';

export interface PlannedMembers {
  readonly interfaces: readonly NetworkInterface[];
  readonly instances: readonly Instance[];
  /** The VPC's own group, if something has it. */
  readonly groups: readonly SecurityGroup[];
  /** The stand-ins of a group of the file, by its name. */
  readonly byGroup: ReadonlyMap<string, readonly NetworkInterface[]>;
}

/** What is put into the network later: an instance of each group in each place that it may be. */
export function plannedMembers(planned: Planned): PlannedMembers {
  const { file, placesOf, of, idOf } = planned;
  const vpc = of('vpc')[0]!.id;
  const hasDefault = placesOf(DEFAULT_GROUP).length > 0;
  const names = [...file.groups.keys(), ...(hasDefault ? [DEFAULT_GROUP] : [])];
  const byGroup = new Map(
    names.map((name) => {
      const group = name === DEFAULT_GROUP ? DEFAULT_GROUP : idOf(`group:${name}`);
      return [name, placesOf(name).map((place) => memberAt(planned, { vpc, name, group, place }))] as const;
    }),
  );
  const interfaces = [...byGroup.values()].flat();
  return {
    byGroup,
    interfaces,
    instances: interfaces.map(({ id }) => ({
      id,
      scope: PLANNED_SCOPE,
      vpc,
      state: 'running',
      platform: 'linux',
    })),
    groups: hasDefault ? [defaultGroup(vpc)] : [],
  };
}

function memberAt(
  { publicAddress, of }: Planned,
  {
    vpc,
    name,
    group,
    place,
  }: { readonly vpc: string; readonly name: string; readonly group: string; readonly place: Place },
): NetworkInterface {
  const isPublic = of('subnet').find(({ id }) => id === place.subnet)?.props['publicAddresses'] === true;
  const id = standInName(name, place.value);
  return {
    id,
    scope: PLANNED_SCOPE,
    vpc,
    subnet: place.subnet,
    groups: [group],
    addresses: [
      {
        private: { family: 4, value: place.value },
        ...(isPublic && { public: { family: 4, value: publicAddress() } as const }),
      },
    ],
    ipv6: place.ipv6 === undefined ? [] : [{ family: 6, value: place.ipv6 }],
    instance: id,
    deviceIndex: 0,
    type: 'interface',
  };
}

/** AWS documentation: "Default security groups for your VPCs": from its own members all, to everywhere all. */
function defaultGroup(vpc: string): SecurityGroup {
  const out = outRules();
  return {
    id: DEFAULT_GROUP,
    scope: PLANNED_SCOPE,
    vpc,
    groupName: DEFAULT_GROUP,
    rules: [{ ...out[0]!, isEgress: false, peer: { kind: 'group', group: DEFAULT_GROUP } }, ...out],
  };
}
