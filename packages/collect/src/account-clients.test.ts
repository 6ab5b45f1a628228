import { createSnsClient } from '@groundcrew/aws/sns';
import { createSqsClient } from '@groundcrew/aws/sqs';
import { expect, test, vi } from 'vitest';
import { createAccountClients } from './account-clients.ts';

const limiter = { take: async () => undefined, throttled: () => undefined };

interface Client {
  send(command: object): Promise<unknown>;
  destroy(): void;
}

/** What all clients of a class have in common. */
function classOf(client: object): Client {
  return Object.getPrototypeOf(client) as Client;
}

test('a client is created on first use, and only those that were created are closed', async () => {
  const closedSns = vi.spyOn(classOf(createSnsClient()), 'destroy');
  const closedSqs = vi.spyOn(classOf(createSqsClient()), 'destroy');
  vi.spyOn(classOf(createSnsClient()), 'send').mockResolvedValue({ Topics: [{ TopicArn: 'arn' }] });
  const clients = createAccountClients(
    { region: 'eu-west-1' },
    { ec2: limiter, tagging: limiter, lists: limiter },
  );
  const found: string[] = [];
  for (let call = 0; call < 2; call += 1)
    for await (const page of clients.sns.listTopics()) found.push(...page);
  clients.close();
  expect(found).toEqual(['arn', 'arn']);
  expect(closedSns).toHaveBeenCalledTimes(1);
  expect(closedSqs).not.toHaveBeenCalled();
  expect(clients.tagging).toBe(clients.tagging);
});
