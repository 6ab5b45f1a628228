import { testNetworkSeeds } from './test-network-seeds.ts';

// Two that take little time, and meet crashes, gateways that fail and a load balancer.
testNetworkSeeds([4, 9]);
