import { testNetworkSeeds } from './test-network-seeds.ts';

// A few that take little time, with crashes, gateways that fail, and answers that are lost.
testNetworkSeeds([4, 30]);
