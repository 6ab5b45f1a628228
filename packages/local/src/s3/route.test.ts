import { expect, test } from 'vitest';
import { routeOf } from './route.ts';

const route = (host: string, path: string) =>
  routeOf({ method: 'GET', path, query: new URLSearchParams(), headers: { host } });

test.each([
  ['localhost:4566', '/photos/a', 'photos', 'a'],
  ['127.0.0.1:4566', '/photos/a', 'photos', 'a'],
  ['s3.localhost:4566', '/photos/a', 'photos', 'a'],
  ['s3.eu-west-1.localhost', '/photos/a', 'photos', 'a'],
  ['photos.localhost:4566', '/a/b', 'photos', 'a/b'],
  ['Photos.localhost', '/a', 'photos', 'a'],
  ['photos.shop.localhost', '/a', 'photos.shop', 'a'],
  ['photos.s3.localhost', '/a', 'photos', 'a'],
  ['photos.s3-eu-west-1.localhost', '/a', 'photos', 'a'],
  ['photos.shop.s3.dualstack.eu-west-1.localhost', '/a', 'photos.shop', 'a'],
  ['photos-s3.localhost', '/a', 'photos-s3', 'a'],
])('a request for %s%s is of the bucket %s', (host, path, bucket, key) => {
  expect(route(host, path)).toMatchObject({ bucket, key });
});

test.each(['renameObject', 'annotation', 'acl'])(
  'a request for the subresource %s is none for the object',
  (name) => {
    const request = { path: '/photos/a', query: new URLSearchParams(name), headers: { host: 'localhost' } };
    for (const method of ['PUT', 'DELETE', 'GET'])
      expect(() => routeOf({ ...request, method })).toThrow(
        expect.objectContaining({ code: 'NotImplemented' }),
      );
  },
);

test('a host of many hyphens is read in a moment', () => {
  expect(route(`x.s3${'-a'.repeat(5000)}_.localhost`, '/a')).toMatchObject({ bucket: 'x', key: 'a' });
});
