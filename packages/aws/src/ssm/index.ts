export { createSsmClient } from './client.ts';
export { managedNodes } from './managed-nodes.ts';
