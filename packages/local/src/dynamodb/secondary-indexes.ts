import { isDefault } from '../unsupported-parameters.ts';
import { given, isJsonObject, type JsonObject } from '../json-object.ts';
import { invalid, notFound } from './errors.ts';
import { readEnum } from './request.ts';
import { readThroughput } from './request-checks.ts';
import {
  firstDuplicate,
  objectsOf,
  readAttributeName,
  readDefinitions,
  readKeySchema,
} from './table-parameters.ts';
import type { IndexDescription, KeySchemaElement, Projection, TableDescription } from './table-schema.ts';

const INDEX_NAME = /^[A-Za-z0-9_.-]{3,255}$/;

/** The names of the attributes in the keys of a table and its indexes. */
export function keyNamesOf(
  tableKey: readonly KeySchemaElement[],
  indexes: readonly IndexDescription[],
): ReadonlySet<string> {
  const keys = [tableKey, ...indexes.map(({ KeySchema }) => KeySchema)].flat();
  return new Set(keys.map(({ AttributeName }) => AttributeName));
}

/** The indexes of a new table. */
export function readIndexes(parameter: unknown, max: number, kind: string): IndexDescription[] {
  if (parameter === undefined || parameter === null) return [];
  if (!Array.isArray(parameter) || parameter.length === 0) {
    throw invalid(`One or more parameter values were invalid: List of ${kind}es is empty`);
  }
  if (parameter.length > max) {
    throw invalid(
      `One or more parameter values were invalid: ${kind} count exceeds the per-table limit of ${max}`,
    );
  }
  return objectsOf(parameter).map(readIndex);
}

export function checkIndexNames(indexes: readonly IndexDescription[]): void {
  const duplicate = firstDuplicate(indexes.map(({ IndexName }) => IndexName));
  if (duplicate === undefined) return;
  throw invalid(`One or more parameter values were invalid: Duplicate index name: ${duplicate}`);
}

function readIndex(parameter: JsonObject): IndexDescription {
  const { IndexName, KeySchema, Projection: projection, ProvisionedThroughput } = parameter;
  refuseIndexThroughput(parameter);
  if (typeof IndexName !== 'string' || !INDEX_NAME.test(IndexName)) {
    throw invalid(
      `1 validation error detected: Value '${String(IndexName)}' at 'indexName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+ and have length between 3 and 255`,
    );
  }
  const { ProjectionType, NonKeyAttributes } = isJsonObject(projection) ? projection : {};
  const type = readEnum(ProjectionType, 'projection.projectionType', ['ALL', 'INCLUDE', 'KEYS_ONLY']);
  if (type === undefined)
    throw invalid('One or more parameter values were invalid: Unknown ProjectionType: null');
  if ((type === 'INCLUDE') !== (NonKeyAttributes !== undefined && NonKeyAttributes !== null)) {
    throw invalid(
      type === 'INCLUDE'
        ? 'One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified'
        : `One or more parameter values were invalid: ProjectionType is ${type}, but NonKeyAttributes is specified`,
    );
  }
  return {
    IndexName,
    KeySchema: readKeySchema(KeySchema, 'globalSecondaryIndexes.member.keySchema'),
    Projection: {
      ProjectionType: type,
      ...(type === 'INCLUDE' && { NonKeyAttributes: readProjected(NonKeyAttributes) }),
    } as Projection,
    ...(isJsonObject(ProvisionedThroughput) && {
      ProvisionedThroughput: readThroughput(ProvisionedThroughput),
    }),
  };
}

/** @throws AwsError `ValidationException` */
function refuseIndexThroughput(parameter: JsonObject): void {
  const name = ['OnDemandThroughput', 'WarmThroughput'].find(
    (one) => given(parameter[one]) && !isDefault(one, parameter[one]),
  );
  if (name !== undefined)
    throw invalid(`the parameter ${name} of an index is not supported by the embedded AWS; leave it out`);
}

function readProjected(parameter: unknown): readonly string[] {
  if (!Array.isArray(parameter) || parameter.some((name) => typeof name !== 'string')) {
    throw invalid('Unexpected value type in payload', 'SerializationException');
  }
  const names = parameter.map((name) => readAttributeName(name, 'projection.nonKeyAttributes'));
  const duplicate = firstDuplicate(names);
  if (duplicate === undefined) return names;
  throw invalid(
    `One or more parameter values were invalid: Duplicate projection attribute name: ${duplicate}`,
  );
}

export function checkLocalIndexes(
  indexes: readonly IndexDescription[],
  tableKey: readonly KeySchemaElement[],
): void {
  if (indexes.length > 0 && tableKey.length < 2) {
    throw invalid(
      'One or more parameter values were invalid: Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  for (const { IndexName, KeySchema } of indexes) {
    if (KeySchema[0]!.AttributeName !== tableKey[0]!.AttributeName) {
      throw invalid(
        `One or more parameter values were invalid: Index KeySchema does not have the same leading hash key as table KeySchema for index: ${IndexName}. index hash key: ${KeySchema[0]!.AttributeName}, table hash key: ${tableKey[0]!.AttributeName}`,
      );
    }
    if (!KeySchema[1]) {
      throw invalid(
        `One or more parameter values were invalid: Index KeySchema does not have a range key for index: ${IndexName}`,
      );
    }
  }
}

/** An index as DescribeTable returns it; `billing`: of its table, for a global one. */
export function described(
  index: IndexDescription,
  tableArn: string,
  billing?: { readonly ProvisionedThroughput: JsonObject },
): IndexDescription {
  return {
    ...index,
    IndexArn: `${tableArn}/index/${index.IndexName}`,
    ...(billing && {
      IndexStatus: 'ACTIVE',
      ProvisionedThroughput: {
        ...billing.ProvisionedThroughput,
        ...(index.ProvisionedThroughput as JsonObject | undefined),
        NumberOfDecreasesToday: 0,
      },
    }),
  };
}

/** Changes a table by the GlobalSecondaryIndexUpdates of UpdateTable. */
export function updateIndexes(
  table: TableDescription,
  updates: readonly JsonObject[],
  definitions: unknown,
): void {
  if (updates.filter(({ Create, Delete }) => given(Create ?? Delete)).length > 1) {
    throw invalid(
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
      'LimitExceededException',
    );
  }
  for (const update of updates) {
    const { Create, Update, Delete } = update;
    if ([Create, Update, Delete].filter(isJsonObject).length !== 1 || Object.keys(update).length !== 1) {
      throw invalid(
        'One or more parameter values were invalid: a GlobalSecondaryIndexUpdate has exactly one of Create, Update, Delete',
      );
    }
    const indexes = table.GlobalSecondaryIndexes ?? [];
    if (isJsonObject(Create)) {
      const index = readIndex(Create);
      if (
        [...indexes, ...(table.LocalSecondaryIndexes ?? [])].some(
          ({ IndexName }) => IndexName === index.IndexName,
        )
      ) {
        throw invalid(`Attempting to create an index which already exists: ${index.IndexName}`);
      }
      table.AttributeDefinitions = withDefinitions(table, index, definitions);
      const billing = { ProvisionedThroughput: (table.ProvisionedThroughput ?? {}) as JsonObject };
      table.GlobalSecondaryIndexes = [...indexes, described(index, table.TableArn, billing)];
      continue;
    }
    const name = String(((Update ?? Delete) as JsonObject | undefined)?.IndexName);
    const found = indexes.find(({ IndexName }) => IndexName === name);
    if (!found) throw notFound(`Requested resource not found: Index: ${name} not found`);
    if (isJsonObject(Delete)) {
      const left = indexes.filter((index) => index !== found);
      if (left.length > 0) table.GlobalSecondaryIndexes = left;
      else delete table.GlobalSecondaryIndexes;
      const used = keyNamesOf(table.KeySchema, [...left, ...(table.LocalSecondaryIndexes ?? [])]);
      table.AttributeDefinitions = table.AttributeDefinitions.filter(({ AttributeName }) =>
        used.has(AttributeName),
      );
    } else {
      refuseIndexThroughput(Update as JsonObject);
      const wanted = (Update as JsonObject).ProvisionedThroughput;
      if (!isJsonObject(wanted)) throw invalid('An update of an index needs ProvisionedThroughput');
      const throughput = readThroughput(wanted);
      table.GlobalSecondaryIndexes = indexes.map((index) =>
        index === found
          ? { ...index, ProvisionedThroughput: { ...throughput, NumberOfDecreasesToday: 0 } }
          : index,
      );
    }
  }
}

/** The definitions of a table and of a new index, whose attributes the request defines again where the table has them. */
function withDefinitions(
  { AttributeDefinitions }: TableDescription,
  { KeySchema }: IndexDescription,
  parameter: unknown,
): TableDescription['AttributeDefinitions'] {
  const definitions = given(parameter) ? readDefinitions(parameter) : [];
  const find = (list: TableDescription['AttributeDefinitions'], name: string) =>
    list.find(({ AttributeName }) => AttributeName === name);
  const missing = KeySchema.find(({ AttributeName }) => !find(definitions, AttributeName));
  if (missing) {
    throw invalid(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.AttributeName}], AttributeDefinitions: [${definitions.map(({ AttributeName }) => AttributeName).join(', ')}]`,
    );
  }
  const changed = definitions.find(({ AttributeName, AttributeType }) => {
    const known = find(AttributeDefinitions, AttributeName);
    return known && known.AttributeType !== AttributeType;
  });
  if (changed) {
    throw invalid(
      `One or more parameter values were invalid: Attributes cannot be redefined. Please check that your attribute has the same type as previously defined: ${changed.AttributeName}`,
    );
  }
  const added = definitions.filter(({ AttributeName }) => !find(AttributeDefinitions, AttributeName));
  return [...AttributeDefinitions, ...added];
}
