import type { CollectedNetwork, CollectNetworkDeps, NetworkQuery } from './answers.ts';
import { askEc2 } from './ask-ec2.ts';
import { askElb } from './ask-elb.ts';
import { askRecords, askRoute53 } from './ask-route53.ts';
import { createGatherer } from './gather.ts';

/**
 * Asks one account in one region for its networks, in the form of the answers that the AWS CLI saves. What may not or cannot
 * be read does not stop the rest: it is `missing`, each with its permission.
 *
 * @throws an error that prevents every call, such as missing credentials; the signal's reason, if it is aborted
 */
export async function collectNetwork(
  query: NetworkQuery,
  { signal, ...deps }: CollectNetworkDeps,
): Promise<CollectedNetwork> {
  // The first error that prevents every call ends the other calls.
  const stop = new AbortController();
  const gatherer = createGatherer(query.region, {
    ...deps,
    signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
  });
  const { own, withoutDns = false } = query;
  const balancers = askElb(gatherer, query);
  const asked: readonly Promise<unknown>[] = [
    askEc2(gatherer, query),
    balancers,
    own
      ? balancers.then((has) => askRecords(gatherer, own, has))
      : withoutDns
        ? Promise.resolve()
        : askRoute53(gatherer),
  ];
  try {
    await Promise.all(asked);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(asked);
    throw error;
  }
  return gatherer.collected();
}
