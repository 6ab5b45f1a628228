import type { LocalRequest } from '../service.ts';
import type { TagStore } from '../tags/index.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { QueueStore } from './store.ts';

/** The context of an action; its input is the JSON of the request. */
export interface ActionCall {
  readonly input: Readonly<Record<string, unknown>>;
  readonly store: QueueStore;
  readonly moveTasks: MoveTasks;
  readonly tags: TagStore;
  readonly request: LocalRequest;
  /** `http://127.0.0.1:4566/000000000000/NAME`, with the host that the caller used. */
  readonly urlOf: (queueName: string) => string;
  readonly arnOf: (queueName: string) => string;
}

export type Action = (call: ActionCall) => object | Promise<object>;

/** The last part of its URL, or its name in calls that create or look up a queue, or of the ARN of one whose messages move. */
export function queueNameOf({ QueueUrl, QueueName, SourceArn }: Readonly<Record<string, unknown>>): string {
  if (typeof QueueUrl === 'string') return QueueUrl.split('/').at(-1) ?? '';
  if (typeof SourceArn === 'string') return SourceArn.split(':').at(-1) ?? '';
  return typeof QueueName === 'string' ? QueueName : '';
}
