import { expect, test } from 'vitest';
import { didYouMean, distanceOf, nearestNames } from './index.ts';

test.each([
  ['', '', 0],
  ['shop', 'shop', 0],
  ['shop', 'shops', 1],
  ['shop', 'hsop', 1],
  ['shop', 'ship', 1],
  ['', 'abc', 3],
])('the distance of %j and %j is %i', (left, right, distance) => {
  expect(distanceOf(left, right)).toBe(distance);
  expect(distanceOf(right, left)).toBe(distance);
});

test('similar names are returned, the nearest first, and three at most', () => {
  expect(nearestNames('nmae', ['game', 'name', 'names', 'fame', 'region'])[0]).toBe('name');
  expect(nearestNames('aaa', ['aab', 'aac', 'aad', 'aae'])).toHaveLength(3);
});

test('the beginning of a name is similar to it', () => {
  expect(nearestNames('priv', ['privateIpv4', 'publicIpv4'])).toEqual(['privateIpv4']);
});

test('there is advice only with similar names', () => {
  expect(didYouMean('eu-west-9', ['eu-west-1', 'us-east-1'])).toBe('; did you mean eu-west-1?');
  expect(didYouMean('europe', ['eu-west-1'])).toBe('');
});
