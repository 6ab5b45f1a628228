import { createForm } from '../form.ts';
import { createJsonService } from '../json-service.ts';
import { createQueryService, type QueryAction } from '../query-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type LocalResponse, type Service } from '../service.ts';
import { writeXmlDocument, type XmlElements } from '../xml.ts';
import { ecrLists, ecsLists, kinesisLists, kmsLists, secretLists } from './json-lists.ts';
import { createListing, type ListOperation } from './list-operation.ts';
import { cacheLists, stackLists, warehouseLists } from './query-lists.ts';
import {
  apiLists,
  clusterLists,
  distributionLists,
  domainLists,
  fileSystemLists,
  type RestLists,
} from './rest-lists.ts';

/** Services that are limited to listing what the account file has of them (`others`). */
export function createListedServices(registry: ResourceRegistry): readonly Service[] {
  const json = jsonService(registry);
  const query = queryService(registry);
  const rest = restService(registry);
  return [
    json('ecr', 'json-1.1', 'AmazonEC2ContainerRegistry_V20150921', ecrLists),
    json('ecs', 'json-1.1', 'AmazonEC2ContainerServiceV20141113', ecsLists),
    json('kinesis', 'json-1.1', 'Kinesis_20131202', kinesisLists),
    json('kms', 'json-1.1', 'TrentService', kmsLists),
    json('secretsmanager', 'json-1.1', 'secretsmanager', secretLists),
    query('cloudformation', 'http://cloudformation.amazonaws.com/doc/2010-05-15/', stackLists),
    query('elasticache', 'http://elasticache.amazonaws.com/doc/2015-02-02/', cacheLists),
    query('redshift', 'http://redshift.amazonaws.com/doc/2012-12-01/', warehouseLists),
    rest('apigateway', 'rest-json', apiLists),
    rest('cloudfront', 'rest-xml', distributionLists),
    rest('eks', 'rest-json', clusterLists),
    rest('elasticfilesystem', 'rest-json', fileSystemLists),
    rest('es', 'rest-json', domainLists),
  ];
}

function jsonService(registry: ResourceRegistry) {
  const listing = createListing(registry, 'ValidationException');
  return (
    name: string,
    protocol: 'json-1.0' | 'json-1.1',
    target: string,
    lists: Readonly<Record<string, ListOperation>>,
  ): Service =>
    createJsonService({
      name,
      protocol,
      targetPrefix: `${target}.`,
      actions: mapLists(lists, (operation, list) => (input, request) => {
        const text = (parameter: string) => {
          const value = input[parameter];
          return value === undefined || value === null ? undefined : String(value as string | number);
        };
        return listing.answer(operation, list, { text }, request);
      }),
    });
}

function queryService(registry: ResourceRegistry) {
  const listing = createListing(registry, 'InvalidParameterValue');
  return (name: string, namespace: string, lists: Readonly<Record<string, ListOperation>>): Service =>
    createQueryService({
      name,
      namespace,
      actions: mapLists(lists, (operation, list) => queryAction(listing, operation, list)),
    });
}

/** An action of the query protocol that lists what the account file has. */
export function queryAction(
  listing: ReturnType<typeof createListing>,
  operation: string,
  list: ListOperation,
): QueryAction {
  return async (form, request) => (await listing.answer(operation, list, form, request)) as XmlElements;
}

function restService(registry: ResourceRegistry) {
  const listing = createListing(registry, 'ValidationException');
  return (name: string, protocol: 'rest-json' | 'rest-xml', lists: RestLists): Service => ({
    name,
    protocol,
    operations: Object.values(lists).map(({ operation }) => operation),
    matches: ({ signingService }) => signingService === name,
    async handle(request) {
      const list = request.method === 'GET' ? listAt(lists, request) : undefined;
      if (list === undefined) {
        const supported = Object.values(lists).map(({ operation }) => operation);
        throw new AwsError(
          404,
          'UnknownOperationException',
          `${request.method} ${request.path} of ${name} is not supported by the embedded AWS; supported: ${supported.join(', ')}`,
        );
      }
      const answer = await listing.answer(list.operation, list, createForm(request.query), request);
      return protocol === 'rest-xml' ? xmlAnswer(list.operation, answer as XmlElements) : jsonAnswer(answer);
    },
  });
}

function listAt(lists: RestLists, { path }: LocalRequest): RestLists[string] | undefined {
  const plain = path.replace(/(.)\/$/, '$1');
  return Object.hasOwn(lists, plain) ? lists[plain] : undefined;
}

function jsonAnswer(answer: object): LocalResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
}

/** The root element is the payload, if the operation has one. */
function xmlAnswer(operation: string, answer: XmlElements): LocalResponse {
  const root = operation === 'ListDistributions' ? 'DistributionList' : `${operation}Response`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: writeXmlDocument(root, undefined, answer),
  };
}

function mapLists<Action>(
  lists: Readonly<Record<string, ListOperation>>,
  action: (operation: string, list: ListOperation) => Action,
): Readonly<Record<string, Action>> {
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, action(name, list)]));
}
