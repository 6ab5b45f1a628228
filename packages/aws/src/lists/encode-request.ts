import type { UnsignedRequest } from '@groundcrew/aws-core';
import type { ListCall, ListInput } from './list-call.ts';
import { type ListService, listServices } from './services.ts';

type Encoded = Pick<UnsignedRequest, 'method' | 'path' | 'query' | 'body'> & {
  readonly headers: Readonly<Record<string, string>>;
};

/** A request in the protocol of its service: Smithy specification, "AWS protocols". */
export function encodeRequest({ service, operation, path = '/' }: ListCall, input: ListInput): Encoded {
  const { protocol, version = '', target = '' }: ListService = listServices[service];
  switch (protocol) {
    case 'query': {
      const form = new URLSearchParams({ Action: operation, Version: version });
      for (const [name, value] of Object.entries(input)) {
        if (typeof value !== 'object') form.set(name, String(value));
        else for (const [index, item] of value.entries()) form.set(`${name}.member.${index + 1}`, item);
      }
      const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
      return { method: 'POST', path, query: {}, headers, body: form.toString() };
    }
    case 'json-1.0':
    case 'json-1.1': {
      const headers = {
        'content-type': `application/x-amz-${protocol}`,
        'x-amz-target': `${target}.${operation}`,
      };
      return { method: 'POST', path, query: {}, headers, body: JSON.stringify(input) };
    }
    case 'rest-json':
    case 'rest-xml': {
      const query = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));
      // Without it API Gateway answers in another format (API reference of API Gateway, "Making HTTP requests").
      return { method: 'GET', path, query, headers: { accept: 'application/json' }, body: '' };
    }
  }
}
