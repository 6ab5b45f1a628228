export { type LookupAnswer, type LookupDeps, lookupInstances } from './lookup-instances.ts';
export { parseLookupKind, parseLookupQuestion, parseLookupText } from './parse-question.ts';
export { type LookupKind, type LookupQuestion, lookupKinds } from './question.ts';
