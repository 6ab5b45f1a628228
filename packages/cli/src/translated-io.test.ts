import { expect, test } from 'vitest';
import { createRecordingIo } from './testing/recording-io.ts';
import { translatedIo } from './translated-io.ts';

test('lines that the catalog has are written in Korean, others as they are', async () => {
  const recorded = createRecordingIo({ isTty: true });
  const io = await translatedIo(recorded, 'ko');

  io.stderr.write('Saved in plan.json. Next: groundcrew schedule apply plan.json --apply\n');
  io.stderr.write('load  3,000 rows  20%\n\nTo undo it: groundcrew inventory undo x\n');

  expect(recorded.err()).toBe(
    'plan.json에 저장했습니다. 다음: groundcrew schedule apply plan.json --apply\n' +
      'load  3,000 rows  20%\n\n되돌리려면: groundcrew inventory undo x\n',
  );
  expect(io.stderr.columns).toBe(80);
});

test.each([undefined, 'en'] as const)('in the language %s nothing is changed', async (language) => {
  const io = createRecordingIo();
  expect(await translatedIo(io, language)).toBe(io);
});
