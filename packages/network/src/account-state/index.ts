export { readNetworkState } from './read-network-state.ts';
