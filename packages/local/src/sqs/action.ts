import type { LocalRequest } from '../service.ts';
import type { TagStore } from '../tags/index.ts';
import type { QueueStore } from './store.ts';

/** What an action works with: its input is JSON as sent. */
export interface ActionCall {
  readonly input: Readonly<Record<string, unknown>>;
  readonly store: QueueStore;
  readonly tags: TagStore;
  readonly request: LocalRequest;
  /** `http://127.0.0.1:4566/000000000000/NAME`, as the caller reaches this server. */
  readonly urlOf: (queueName: string) => string;
  readonly arnOf: (queueName: string) => string;
}

export type Action = (call: ActionCall) => object | Promise<object>;

/** By its URL, whose last part it is, or by its name where it is yet to be made or found. */
export function queueNameOf({ QueueUrl, QueueName }: Readonly<Record<string, unknown>>): string {
  if (typeof QueueUrl === 'string') return QueueUrl.split('/').at(-1) ?? '';
  return typeof QueueName === 'string' ? QueueName : '';
}
