import { testNetworkSeeds } from '../networks/test-network-seeds.ts';

testNetworkSeeds(Array.from({ length: 80 }, (_, index) => 1 + index));
