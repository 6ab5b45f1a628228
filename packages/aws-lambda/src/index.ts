export { type InvokeAsyncRequest, invokeAsync } from './invoke-async.ts';
