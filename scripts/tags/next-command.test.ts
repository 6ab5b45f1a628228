import { expect, test } from 'vitest';
import { nextCommand } from './next-command.ts';

test('words that a shell would take apart are quoted', () => {
  expect(nextCommand(['tags', 'undo', "Anna's plan.json.journal", '--apply'], {})).toBe(
    "groundcrew tags undo 'Anna'\\''s plan.json.journal' --apply",
  );
});

test('AWS is reached as before', () => {
  const reached = { role: 'ops/{x}', externalId: 'x-1', region: 'eu-west-1', profile: 'shop' };
  expect(nextCommand(['tags', 'apply', 'a.json'], { ...reached, endpointUrl: 'http://127.0.0.1:4566' })).toBe(
    "groundcrew tags apply a.json --role 'ops/{x}' --external-id x-1 --region eu-west-1 --profile shop " +
      '--endpoint-url http://127.0.0.1:4566',
  );
});
