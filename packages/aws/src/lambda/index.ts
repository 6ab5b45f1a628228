export type { LambdaClient } from '@aws-sdk/client-lambda';
export { createLambdaClient } from './client.ts';
export { type EventSourceMapping, eventSourceMappings } from './event-source-mappings.ts';
export { functionTags, type LambdaFunction, listFunctions } from './functions.ts';
export { type FunctionResult, invoke, sendEvent } from './invoke.ts';
export { type InvokeAsyncRequest, invokeAsync } from './invoke-async.ts';
