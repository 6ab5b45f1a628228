export { createLambdaClient } from './client.ts';
export { functionTags, type LambdaFunction, listFunctions } from './functions.ts';
export { type InvokeAsyncRequest, invokeAsync } from './invoke-async.ts';
