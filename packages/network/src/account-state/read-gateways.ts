import { list, optional, tagsOf, text } from '../saved/fields.ts';
import { keyTagOf, type Reading, refTo } from './reading.ts';
import { nameOf, type OwnVpc } from './read-vpc.ts';

const attachedStates: ReadonlySet<string> = new Set(['available', 'attached', 'attaching']);

/** Internet gateways and egress-only ones. One of others that is attached to the VPC is in the way. */
export function readGateways(reading: Reading, vpc: OwnVpc | undefined): void {
  const { lists, add, isOurs, tagsProp, checkVpc, foreign } = reading;
  for (const gateway of lists.of('InternetGateways')) {
    const tags = tagsOf(gateway);
    const id = text(gateway, 'InternetGatewayId');
    const attached = attachedTo(gateway);
    if (!isOurs(tags)) {
      if (vpc && attached.includes(vpc.id)) foreign.add('gateway-attachment');
      continue;
    }
    const name = nameOf(gateway, id);
    add({
      kind: 'internet-gateway',
      key: 'internet-gateway',
      name,
      id,
      props: { tags: tagsProp(tags) },
      refs: {},
    });
    for (const to of attached) {
      checkVpc(id, to);
      add({
        kind: 'gateway-attachment',
        key: 'gateway-attachment',
        name,
        // It has no id of its own: what refers to it, such as a route, refers to its gateway.
        id,
        props: {},
        refs: { vpc: 'vpc', gateway: 'internet-gateway' },
      });
    }
  }
  for (const gateway of lists.of('EgressOnlyInternetGateways')) {
    const tags = tagsOf(gateway);
    const id = text(gateway, 'EgressOnlyInternetGatewayId');
    const [to] = attachedTo(gateway);
    if (!isOurs(tags)) {
      if (vpc && to === vpc.id) foreign.add('egress-only-gateway');
      continue;
    }
    // One that is being deleted is attached to nothing.
    if (to === undefined) continue;
    checkVpc(id, to);
    add({
      kind: 'egress-only-gateway',
      key: 'egress-only-gateway',
      name: nameOf(gateway, id),
      id,
      props: { tags: tagsProp(tags) },
      refs: { vpc: 'vpc', ipv6: 'ipv6-range' },
    });
  }
}

function attachedTo(gateway: Parameters<typeof list>[0]): readonly string[] {
  return list(gateway, 'Attachments')
    .filter((each) => attachedStates.has(optional(each, 'State') ?? 'attached'))
    .map((each) => text(each, 'VpcId'));
}

/** Addresses and NAT gateways. One that failed, or is being deleted, is not there: it works never again. */
export function readNat(reading: Reading): void {
  const { file, lists, add, isOurs, tagsProp, checkVpc, keyOf, items } = reading;
  for (const address of lists.of('Addresses')) {
    const tags = tagsOf(address);
    if (!isOurs(tags)) continue;
    const id = text(address, 'AllocationId');
    const key = keyTagOf(tags, 'address') ?? natAddressKey(file.name, tags['Name']);
    if (key === undefined) continue;
    add({ kind: 'address', key, name: nameOf(address, id), id, props: { tags: tagsProp(tags) }, refs: {} });
  }
  for (const gateway of lists.of('NatGateways')) {
    const tags = tagsOf(gateway);
    const state = optional(gateway, 'State') ?? 'available';
    if (!isOurs(tags) || (state !== 'available' && state !== 'pending')) continue;
    const id = text(gateway, 'NatGatewayId');
    checkVpc(id, optional(gateway, 'VpcId'));
    const common = { kind: 'nat-gateway', name: nameOf(gateway, id), id } as const;
    if (optional(gateway, 'AvailabilityMode') === 'regional') {
      add({
        ...common,
        key: 'nat-gateway:regional',
        props: { mode: 'regional', tags: tagsProp(tags) },
        refs: { vpc: 'vpc', gateway: 'gateway-attachment' },
      });
      continue;
    }
    const subnet = keyOf(optional(gateway, 'SubnetId'));
    const zone = subnet === undefined ? undefined : items.get(subnet)?.props['zone'];
    const key = typeof zone === 'string' ? `nat-gateway:${zone}` : keyTagOf(tags, 'nat-gateway');
    if (key === undefined) continue;
    const [first] = list(gateway, 'NatGatewayAddresses');
    add({
      ...common,
      key,
      props: { mode: 'zonal', zone: key.replace('nat-gateway:', ''), tags: tagsProp(tags) },
      refs: {
        ...refTo('subnet', subnet),
        ...refTo('address', keyOf(first && optional(first, 'AllocationId'))),
        gateway: 'gateway-attachment',
      },
    });
  }
}

function natAddressKey(network: string, name = ''): string | undefined {
  const prefix = `${network}-nat-`;
  return name.startsWith(prefix) ? `address:nat/${name.slice(prefix.length)}` : undefined;
}
