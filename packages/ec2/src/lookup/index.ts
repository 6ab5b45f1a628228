export { type LookupAnswer, type LookupDeps, lookupInstances, type Via } from './lookup-instances.ts';
export { parseLookupKind, parseLookupQuestion, parseLookupText } from './parse-question.ts';
export { type LookupKind, type LookupQuestion, lookupKinds, regionsFor } from './question.ts';
export type { InterfaceFacts } from './interface-owner.ts';
