import { expect, test } from 'vitest';
import { createEventHub } from './event-hub.ts';

function listener() {
  const chunks: string[] = [];
  return {
    write: (chunk: string) => void chunks.push(chunk),
    events: () => [...chunks.join('').matchAll(/^event: (.*)$/gm)].map(([, name]) => name),
    lastId: () => [...chunks.join('').matchAll(/^id: (.*)$/gm)].at(-1)?.[1],
  };
}

test('a page that connects for the first time reads everything again, and then gets what happens', () => {
  const hub = createEventHub('run');
  hub.publish('shelves');
  const page = listener();
  hub.add(page, undefined);
  hub.publish('alerts');
  expect(page.events()).toEqual(['resync', 'alerts']);
});

test('a page that was away gets each topic that it missed once, and nothing if it missed nothing', () => {
  const hub = createEventHub('run');
  const page = listener();
  const remove = hub.add(page, undefined);
  hub.publish('shelves');
  remove();
  const lastId = page.lastId();
  const again = listener();
  hub.add(again, lastId);
  expect(again.events()).toEqual([]);
  hub.publish('shelves');
  hub.publish('alerts');
  hub.publish('shelves');
  const late = listener();
  hub.add(late, lastId);
  expect(late.events()).toEqual(['alerts', 'shelves']);
  expect(late.lastId()).toBe(again.lastId());
});

test.each(['other.3', 'run.99', 'run.x', 'run', '', 'run.-1'])(
  'what an id does not determine is read again: %j',
  (id) => {
    const hub = createEventHub('run');
    for (let count = 0; count < 3; count += 1) hub.publish('shelves');
    const page = listener();
    hub.add(page, id);
    expect(page.events()).toEqual(['resync']);
  },
);

test('events are forgotten beyond a bound: who missed more reads everything again', () => {
  const hub = createEventHub('run', 2);
  for (let count = 0; count < 4; count += 1) hub.publish('shelves');
  const [far, near] = [listener(), listener()];
  hub.add(far, 'run.1');
  hub.add(near, 'run.2');
  expect(far.events()).toEqual(['resync']);
  expect(near.events()).toEqual(['shelves']);
});

test('a page that left gets nothing more', () => {
  const hub = createEventHub('run');
  const page = listener();
  hub.add(page, undefined)();
  hub.publish('shelves');
  hub.beat();
  expect(hub.size).toBe(0);
  expect(page.events()).toEqual(['resync']);
});
