import { isJsonObject, type JsonObject } from '../json-object.ts';
import type { Database } from './database.ts';
import { invalid, notFound } from './errors.ts';
import { readEnum, readTableName } from './request.ts';
import type { KeySchemaElement } from './table-schema.ts';

const MAX_KEY_NAME_BYTES = 255;

/**
 * The name of a table that exists.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function existingTable({ store }: Database, parameter: unknown): string {
  const name = readTableName(parameter);
  if (store.tables.read(name)) return name;
  throw notFound(`Requested resource not found: Table: ${name} not found`);
}

/** The definitions of key attributes of a request. */
export function readDefinitions(parameter: unknown): { AttributeName: string; AttributeType: string }[] {
  if (!Array.isArray(parameter)) {
    throw invalid(
      "1 validation error detected: Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null",
    );
  }
  const definitions = objectsOf(parameter).map((definition) => ({
    AttributeName: readAttributeName(definition.AttributeName, 'attributeDefinitions'),
    AttributeType: needEnum(definition.AttributeType, 'attributeDefinitions.member.attributeType', [
      'B',
      'N',
      'S',
    ]),
  }));
  const duplicate = firstDuplicate(definitions.map(({ AttributeName }) => AttributeName));
  if (duplicate !== undefined) {
    throw invalid(
      `One or more parameter values were invalid: Duplicate AttributeName in AttributeDefinitions: ${duplicate}`,
    );
  }
  return definitions;
}

function needEnum<Value extends string>(parameter: unknown, member: string, values: readonly Value[]): Value {
  const value = readEnum(parameter, member, values);
  if (value !== undefined) return value;
  throw invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** The name of a key attribute, which is shorter than others. */
export function readAttributeName(name: unknown, member: string): string {
  if (typeof name === 'string' && name !== '' && Buffer.byteLength(name) <= MAX_KEY_NAME_BYTES) return name;
  throw invalid(
    typeof name === 'string'
      ? `1 validation error detected: Value '${name}' at '${member}.member.attributeName' failed to satisfy constraint: Member must have length between 1 and ${MAX_KEY_NAME_BYTES}`
      : `1 validation error detected: Value null at '${member}.member.attributeName' failed to satisfy constraint: Member must not be null`,
  );
}

/** @throws AwsError `SerializationException` */
export function objectsOf(parameter: unknown): readonly JsonObject[] {
  if (Array.isArray(parameter) && parameter.every(isJsonObject)) return parameter;
  throw invalid('Unexpected value type in payload', 'SerializationException');
}

/** The first name that is in a list twice. */
export function firstDuplicate(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}

/** The key of a table or an index in a request. */
export function readKeySchema(parameter: unknown, member: string): KeySchemaElement[] {
  if (!Array.isArray(parameter) || parameter.length === 0 || parameter.length > 2) {
    throw invalid(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length between 1 and 2`,
    );
  }
  const schema = objectsOf(parameter).map((element) => ({
    AttributeName: readAttributeName(element.AttributeName, member),
    KeyType: needEnum(element.KeyType, `${member}.member.keyType`, ['HASH', 'RANGE']),
  }));
  if (schema[0]!.KeyType !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (schema[1] && schema[1].KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (schema[1]?.AttributeName === schema[0]!.AttributeName) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  return schema;
}
