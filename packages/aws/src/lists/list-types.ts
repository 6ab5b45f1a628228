import type { ListType } from './list-call.ts';
import { type ListService, listServices } from './services.ts';
import { autoScalingTypes } from './types/auto-scaling.ts';
import { containerTypes } from './types/containers.ts';
import { dataStoreTypes } from './types/data-stores.ts';
import { edgeTypes } from './types/edge.ts';
import { managementTypes } from './types/management.ts';
import { rdsTypes } from './types/rds.ts';
import { securityTypes } from './types/security.ts';

/** All types that are listed here, by their names in the Resource Groups Tagging API, or in their ARNs. */
const types = {
  ...autoScalingTypes,
  ...containerTypes,
  ...dataStoreTypes,
  ...edgeTypes,
  ...managementTypes,
  ...rdsTypes,
  ...securityTypes,
} as const satisfies Readonly<Record<string, ListType>>;

export type ListedTypeName = keyof typeof types;

export const listTypes: Readonly<Record<ListedTypeName, ListType>> = types;

export const listedTypeNames = Object.keys(listTypes) as readonly ListedTypeName[];

export function isListedTypeName(type: string): type is ListedTypeName {
  return Object.hasOwn(listTypes, type);
}

/** The IAM actions that listing a type needs. */
export function listPermissions(type: ListedTypeName): readonly string[] {
  const { calls, except } = listTypes[type];
  return [...new Set([...calls, ...(except ? [except] : [])].flatMap(({ permissions }) => permissions))];
}

/** Whether its service has one endpoint in a partition: it is listed in the region of that one only. */
export function isGlobalType(type: ListedTypeName): boolean {
  return listTypes[type].calls.some(({ service }) => {
    const { isGlobal }: ListService = listServices[service];
    return isGlobal === true;
  });
}
