import type { InstanceDetails, Organization } from '../account/index.ts';
import { createPageTokens } from '../ec2/paging.ts';
import { isJsonObject } from '../json-object.ts';
import { createJsonReader, createJsonService, type JsonInput } from '../json-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type Service } from '../service.ts';

export interface SsmOptions {
  readonly organization: Organization;
  readonly registry: ResourceRegistry;
}

/** "DescribeInstanceInformation" of the API reference: MaxResults. */
const [MIN_RESULTS, MAX_RESULTS] = [5, 50];

/** AWS Systems Manager, limited to which instances have an agent: those that are described with `ssm`. */
export function createSsm({ organization, registry }: SsmOptions): Service {
  const tokens = createPageTokens();
  return createJsonService({
    name: 'ssm',
    protocol: 'json-1.1',
    targetPrefix: 'AmazonSSM.',
    actions: {
      async DescribeInstanceInformation(input, request) {
        const { accountId, region } = await registry.authorize(request, {
          action: 'ssm:DescribeInstanceInformation',
          resource: '*',
          operation: 'DescribeInstanceInformation',
        });
        const limit = reader.number(input, 'MaxResults', MIN_RESULTS, MAX_RESULTS) ?? MAX_RESULTS;
        const wanted = wantedIds(input);
        const scope = JSON.stringify([accountId, region, [...(wanted ?? [])]]);
        const start = startOf(input, (token) => tokens.read(scope, token));
        const instances = organization.instances(accountId, region);
        const list: object[] = [];
        for (let position = start; position < instances.size; position++) {
          const { ssm } = instances.entryAt(position);
          if (ssm === undefined) continue;
          const instance = instances.at(position);
          if (instance.state === 'terminated' || (wanted && !wanted.has(instance.id))) continue;
          if (list.length === limit) {
            return { InstanceInformationList: list, NextToken: tokens.write(scope, position) };
          }
          list.push(describe(instance, ssm));
        }
        return { InstanceInformationList: list };
      },
    },
  });
}

const reader = createJsonReader((message) => new AwsError(400, 'ValidationException', message));

function startOf(input: JsonInput, read: (token: string) => number): number {
  const token = reader.text(input, 'NextToken');
  if (token === undefined) return 0;
  try {
    return read(token);
  } catch (error) {
    if (error instanceof AwsError)
      throw new AwsError(400, 'InvalidNextToken', 'The specified token is not valid.');
    throw error;
  }
}

/** @throws AwsError `InvalidFilterKey` */
function wantedIds({ Filters = [] }: JsonInput): ReadonlySet<string> | undefined {
  const filters = Array.isArray(Filters) ? (Filters as unknown[]) : [];
  const sets = filters.filter(isJsonObject).map((filter) => {
    const key = reader.needText(filter, 'Key');
    if (key !== 'InstanceIds')
      throw new AwsError(400, 'InvalidFilterKey', `The filter key "${key}" is not valid.`);
    return new Set(reader.texts(filter, 'Values', 1, 100) ?? []);
  });
  return sets[0];
}

function describe(instance: InstanceDetails, pingStatus: string): object {
  return {
    InstanceId: instance.id,
    PingStatus: pingStatus,
    LastPingDateTime: Date.parse(instance.launchTime) / 1_000,
    AgentVersion: '3.3.0.0',
    IsLatestVersion: true,
    PlatformType: instance.platform === 'windows' ? 'Windows' : 'Linux',
    ResourceType: 'EC2Instance',
    IPAddress: instance.network?.privateIps[0] ?? '',
    ComputerName: instance.network?.privateDnsName ?? '',
  };
}
