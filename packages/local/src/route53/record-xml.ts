import { childrenOf, childText, type ParsedXml, type XmlElements } from '../xml.ts';
import { invalidInput } from './errors.ts';
import { type RecordSet, type RoutingMember, routingMembers } from './model.ts';
import { recordTypes } from './record-values.ts';

/** One change of a request, with the name as it was written. */
export interface RecordChange {
  readonly action: 'CREATE' | 'DELETE' | 'UPSERT';
  readonly set: RecordSet;
  readonly healthCheckId: string | undefined;
}

const actions = ['CREATE', 'DELETE', 'UPSERT'] as const;
const failovers = ['PRIMARY', 'SECONDARY'];
const geoMembers = ['ContinentCode', 'CountryCode', 'SubdivisionCode'];
// They are not kept here.
const unsupported = ['TrafficPolicyInstanceId', 'CidrRoutingConfig', 'GeoProximityLocation'];
const MAX_TTL = 2_147_483_647;

/**
 * The changes of a batch.
 *
 * Rules: "ChangeResourceRecordSets" of the API reference.
 *
 * @throws AwsError `InvalidInput`
 */
export function readChanges(batch: ParsedXml | undefined): readonly RecordChange[] {
  const changes = childrenOf(childrenOf(batch, 'Changes')[0], 'Change').map(readChange);
  if (changes.length === 0) throw invalidInput('Invalid request: The request must have at least one change');
  return changes;
}

function readChange(change: ParsedXml): RecordChange {
  const action = actions.find((each) => each === childText(change, 'Action'));
  const [set] = childrenOf(change, 'ResourceRecordSet');
  if (action === undefined)
    throw invalidInput(`Invalid request: The action must be one of ${actions.join(', ')}`);
  const Name = childText(set, 'Name') ?? '';
  const Type = childText(set, 'Type') ?? '';
  if (!recordTypes.includes(Type)) throw invalidInput(`Invalid request: '${Type}' is not a record type`);
  const identifier = childText(set, 'SetIdentifier');
  const where = `in Change with [Action=${action}, Name=${Name}, Type=${Type}, SetIdentifier=${identifier ?? 'null'}]`;
  const routing = readRouting(set, where);
  const policies = Object.keys(routing);
  const [policy = 'null'] = policies;
  if (policies.length > 1)
    throw invalidInput(
      `Invalid request: Expected at most one of [${policies.join(', ')}], but found several ${where}`,
    );
  if (policies.length === 1 && !identifier)
    throw invalidInput(`Invalid request: Missing field 'SetIdentifier' ${where}`);
  if (policies.length === 0 && identifier !== undefined)
    throw invalidInput(
      `Invalid request: Expected exactly one of [${routingMembers.join(', ')}], but found none ${where}`,
    );
  if (identifier !== undefined && identifier.length > 128)
    throw invalidInput(`Invalid request: 'SetIdentifier' has more than 128 characters ${where}`);
  const data = readData(set, where, policy);
  return {
    action,
    set: {
      Name,
      Type,
      ...(identifier !== undefined && { SetIdentifier: identifier }),
      ...routing,
      ...data,
    },
    healthCheckId: childText(set, 'HealthCheckId'),
  };
}

/** TTL and values, or an alias. */
function readData(
  set: ParsedXml | undefined,
  where: string,
  policy: string,
): Pick<RecordSet, 'TTL' | 'values' | 'AliasTarget'> {
  const [alias] = childrenOf(set, 'AliasTarget');
  const values = childrenOf(childrenOf(set, 'ResourceRecords')[0], 'ResourceRecord').map(
    (record) => childText(record, 'Value') ?? '',
  );
  const TTL = childText(set, 'TTL');
  const expected =
    'Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]';
  if (alias !== undefined && (TTL !== undefined || values.length > 0))
    throw invalidInput(`Invalid request: ${expected}, but found more than one ${where}`);
  if (alias !== undefined) {
    const [HostedZoneId, DNSName] = [childText(alias, 'HostedZoneId'), childText(alias, 'DNSName')];
    const evaluate = childText(alias, 'EvaluateTargetHealth');
    if (!HostedZoneId || !DNSName || (evaluate !== 'true' && evaluate !== 'false'))
      throw invalidInput(
        `Invalid request: HostedZoneId, DNSName and EvaluateTargetHealth must be given of an AliasTarget ${where}`,
      );
    if (policy === 'MultiValueAnswer')
      throw invalidInput(`Invalid request: A multivalue answer cannot be an alias ${where}`);
    return {
      AliasTarget: {
        HostedZoneId: HostedZoneId.replace(/^\/hostedzone\//, ''),
        DNSName,
        EvaluateTargetHealth: evaluate === 'true',
      },
    };
  }
  if (TTL === undefined || values.length === 0)
    throw invalidInput(`Invalid request: ${expected}, but found none ${where}`);
  if (!/^\d{1,10}$/.test(TTL) || Number(TTL) > MAX_TTL)
    throw invalidInput(`Invalid request: The TTL '${TTL}' is not from 0 to ${MAX_TTL} ${where}`);
  return { TTL: String(Number(TTL)), values };
}

function readRouting(set: ParsedXml | undefined, where: string): Pick<RecordSet, RoutingMember> {
  const other = unsupported.find((name) => childrenOf(set, name).length > 0);
  if (other !== undefined)
    throw invalidInput(`Invalid request: ${other} is not supported by the embedded AWS ${where}`);
  const Weight = childText(set, 'Weight');
  if (Weight !== undefined && !(/^\d{1,3}$/.test(Weight) && Number(Weight) <= 255))
    throw invalidInput(`Invalid request: The weight '${Weight}' is not from 0 to 255 ${where}`);
  const Failover = childText(set, 'Failover');
  if (Failover !== undefined && !failovers.includes(Failover))
    throw invalidInput(`Invalid request: Failover '${Failover}' is not ${failovers.join(' or ')} ${where}`);
  const [geo] = childrenOf(set, 'GeoLocation');
  const places = geoMembers.flatMap((name) => {
    const text = childText(geo, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  const Region = childText(set, 'Region');
  const MultiValueAnswer = childText(set, 'MultiValueAnswer');
  return {
    ...(Weight !== undefined && { Weight: String(Number(Weight)) }),
    ...(Region !== undefined && { Region }),
    ...(geo !== undefined && { GeoLocation: Object.fromEntries(places) }),
    ...(Failover !== undefined && { Failover }),
    ...(MultiValueAnswer === 'true' && { MultiValueAnswer }),
  };
}

/** "ResourceRecordSet" of the API reference. */
export function recordXml({ values, AliasTarget, ...set }: RecordSet): XmlElements {
  return {
    ...set,
    ResourceRecords: values && { ResourceRecord: values.map((Value) => ({ Value })) },
    AliasTarget: AliasTarget && { ...AliasTarget },
  };
}
