export type { AttributeValue, Item } from '../item.ts';
export { attributeName, condition, createRenderer, item, renderCondition, value } from './arbitraries.ts';
export type { OracleCondition } from './oracle.ts';
