import { expect, test } from 'vitest';
import { askPerson, confirm } from './confirm.ts';
import { exitCodeOf } from './describe-error.ts';
import { createRecordingIo } from './testing/recording-io.ts';

const question = 'Overwrite a.csv?';

test.each(['y', 'yes', ' Y '])('%j agrees', async (answer) => {
  const io = createRecordingIo({ isTty: true, answers: [answer] });
  await confirm(io, question, { yes: false });
  expect(io.questions).toEqual(['Overwrite a.csv? [y/N] ']);
});

test.each([['n'], [''], ['yeah'], [undefined]])('%j declines, and ends with 130', async (answer) => {
  const io = createRecordingIo({ isTty: true, answers: answer === undefined ? [] : [answer] });
  const thrown = await confirm(io, question, { yes: false }).catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code: 'cli.declined' });
  expect(exitCodeOf(thrown)).toBe(130);
});

test('--yes agrees without a question', async () => {
  const io = createRecordingIo({ isTty: true });
  await confirm(io, question, { yes: true });
  expect(io.questions).toEqual([]);
});

test('without a terminal, it is wrong usage that names --yes', async () => {
  const thrown = await confirm(createRecordingIo(), question, { yes: false }).catch(
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({
    code: 'cli.confirmation-needed',
    message: expect.stringMatching(/Overwrite a\.csv\?.*--yes/),
  });
  expect(exitCodeOf(thrown)).toBe(2);
});

test('what a user types is returned unchanged, and nothing is asked without a terminal', async () => {
  const io = createRecordingIo({ isTty: true, answers: [' dal-shop'] });
  expect(await askPerson(io, 'Type dal-shop: ')).toBe(' dal-shop');
  await expect(askPerson(createRecordingIo(), 'Type dal-shop: ')).rejects.toMatchObject({
    code: 'cli.confirmation-needed',
    message: expect.stringContaining('"Type dal-shop:"'),
  });
});
