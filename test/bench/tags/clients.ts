import { sleep } from '@groundcrew/async';
import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { createTaggingLimiters } from '@groundcrew/aws/tagging';
import { createTagClients, type TagClients } from '@groundcrew/tags/tag-clients';
import { ACCOUNT_ID } from './account.ts';

export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Clients as `groundcrew tags` makes them: for a region always the same ones. */
export function clientsOf(endpointUrl: string): (region: string) => TagClients {
  const clock = { now: () => performance.now(), sleep };
  const ec2Limiters = createEc2Limiters(clock);
  const taggingLimiters = createTaggingLimiters(clock);
  const made = new Map<string, TagClients>();
  return (region) => {
    let clients = made.get(region);
    if (clients === undefined) {
      const limiters = { ec2: ec2Limiters(ACCOUNT_ID, region), tagging: taggingLimiters(ACCOUNT_ID, region) };
      clients = createTagClients({ endpointUrl, credentials, region }, limiters);
      made.set(region, clients);
    }
    return clients;
  };
}
