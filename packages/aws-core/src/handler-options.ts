import type { NetworkSettings } from './identity/network.ts';

/** What the SDK makes its request handler of. */
export interface HandlerOptions {
  connectionTimeout: number;
  requestTimeout?: number;
  throwOnRequestTimeout: true;
  httpAgent: AgentOptions;
  httpsAgent: AgentOptions & { ca?: string };
}

export interface AgentOptions {
  keepAlive: true;
  maxSockets: number;
  /** Of Node's agents (Node.js documentation, "Built-in Proxy Support"). */
  proxyEnv?: NetworkSettings['proxyEnv'];
}
