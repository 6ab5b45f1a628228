export { readNetworkState } from './read-network-state.ts';
export { KEY_TAG } from './reading.ts';
