import { accountUnknown } from '../errors.ts';
import { balancerHost, plainName } from '../model/index.ts';
import { type Fields, object, optional, text } from '../saved/fields.ts';
import type { OwnBalancer } from './read-balancers.ts';
import type { Reading } from './reading.ts';

/**
 * Alias records that lead to load balancers of the network, in whatever zone: one that is left when its load balancer goes leads
 * to whoever gets its name next. What others have under a name that the file wants is in the way.
 *
 * @throws GroundcrewError `network.account.unknown`: the records of a zone are not known
 */
export function readRecords(reading: Reading, balancers: readonly OwnBalancer[]): void {
  const { file, lists, add, foreign } = reading;
  const wanted = wantedRecords(reading);
  const known = lists.hostedZones();
  if (balancers.length > 0 && !known)
    throw accountUnknown(file, 'route53 list-hosted-zones could not be read');
  const all = balancers.length > 0 && known ? [...known.keys()] : [];
  // One that is not there has no records; the plan refuses it.
  const ofFile = [...file.loadBalancers.values()]
    .flatMap(({ record }) => record?.hostedZone ?? [])
    .filter((id) => !known || known.has(id));
  const zones = new Set([...all, ...ofFile]);
  for (const zone of zones) {
    const records = lists.about('ResourceRecordSets', zone);
    if (!records)
      throw accountUnknown(file, `route53 list-resource-record-sets of ${zone} could not be read`);
    for (const record of records) {
      const name = plainName(text(record, 'Name'));
      const type = text(record, 'Type');
      const target = aliasOf(record, balancers);
      const isSimple = optional(record, 'SetIdentifier') === undefined;
      const wantedKey = wanted.get(`${zone}/${name}/${type}`);
      if (target === undefined || !isSimple) {
        if (wantedKey !== undefined) foreign.add(wantedKey);
        // A name that has a CNAME can have nothing else.
        if (type === 'CNAME') {
          for (const each of ['A', 'AAAA']) {
            const key = wanted.get(`${zone}/${name}/${each}`);
            if (key !== undefined) foreign.add(key);
          }
        }
        continue;
      }
      const key = wantedKey ?? `record:${zone}/${name}/${type}`;
      const recordName = key.slice(`record:${zone}/`.length, -type.length - 1);
      add({
        kind: 'record',
        key,
        name: `${recordName} ${type}`,
        id: `${zone}/${name}/${type}`,
        props: { hostedZone: zone, recordName, recordType: type },
        refs: { target },
      });
    }
  }
}

/** The keys of the records that the file wants, by zone, name as Route 53 has it, and type. */
function wantedRecords({ file }: Reading): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { record } of file.loadBalancers.values()) {
    if (!record) continue;
    for (const type of ['A', 'AAAA']) {
      keys.set(
        `${record.hostedZone}/${plainName(record.name)}/${type}`,
        `record:${record.hostedZone}/${record.name}/${type}`,
      );
    }
  }
  return keys;
}

function aliasOf(record: Fields, balancers: readonly OwnBalancer[]): string | undefined {
  const alias = object(record, 'AliasTarget');
  if (!alias) return undefined;
  const name = balancerHost(text(alias, 'DNSName'));
  return balancers.find(({ dnsName }) => dnsName !== '' && dnsName === name)?.key;
}
