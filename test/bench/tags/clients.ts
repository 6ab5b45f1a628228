import { sleep } from '@groundcrew/async';
import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { createListLimiters } from '@groundcrew/aws/lists';
import { createTaggingLimiters } from '@groundcrew/aws/tagging';
import { createAccountClients, type AccountClients } from '@groundcrew/collect/account-clients';
import { ACCOUNT_ID } from './account.ts';

export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Clients as `groundcrew tags` makes them: for a region always the same ones. */
export function clientsOf(endpointUrl: string): (region: string) => AccountClients {
  const clock = { now: () => performance.now(), sleep };
  const ec2Limiters = createEc2Limiters(clock);
  const taggingLimiters = createTaggingLimiters(clock);
  const listLimiters = createListLimiters(clock);
  const made = new Map<string, AccountClients>();
  return (region) => {
    let clients = made.get(region);
    if (clients === undefined) {
      const limiters = {
        ec2: ec2Limiters(ACCOUNT_ID, region),
        tagging: taggingLimiters(ACCOUNT_ID, region),
        lists: listLimiters(ACCOUNT_ID, region),
      };
      clients = createAccountClients({ endpointUrl, credentials, region }, limiters);
      made.set(region, clients);
    }
    return clients;
  };
}
