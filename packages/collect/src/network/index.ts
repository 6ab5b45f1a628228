export type {
  CollectedAnswer,
  CollectedNetwork,
  CollectNetworkDeps,
  MissingAnswer,
  NetworkClients,
  NetworkQuery,
  OwnNetwork,
} from './answers.ts';
export { collectNetwork } from './collect-network.ts';
export { createNetworkClients } from './network-clients.ts';
