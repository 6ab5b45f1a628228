import { globSync, readFileSync } from 'node:fs';
import { findKorean } from '@groundcrew/report/messages';
import { expect, test } from 'vitest';

/** Commands that print no report, or are for those who develop, have no `--language`; what `ec2 watch` writes there is a log. */
const WITHOUT_LANGUAGE =
  /scripts\/(?:console|demo|local)\.ts|deploy\/|ec2\/(?:watch|notice-runner)|(?:policy-)?(?:import|init)\.ts/;

const files = globSync('scripts/**/*.ts').filter(
  (file) => !WITHOUT_LANGUAGE.test(file) && !/\.test\.ts$|scripts\/(?:make-|build)|testing\//.test(file),
);

/** What stands for a value: nothing, a number, a count, a word and a name. */
const samples = ['', '3', '3 files', 'running', 'plan.json'];

/** Lines that are written to the standard error, as their source has them. */
function hintsOf(source: string): readonly string[] {
  const literal = /`[^`]*`|'[^'\n]*'/;
  const call = new RegExp(`stderr\\.write\\(\\s*((?:(?:${literal.source})(?:\\s*\\+\\s*)?)+)`, 'g');
  return [...source.matchAll(call)].flatMap(([, literals]) =>
    (literals!.match(new RegExp(literal, 'g')) ?? [])
      .map((one) => one.slice(1, -1))
      .join('')
      .split('\\n')
      .filter((line) => /[A-Za-z]{3}/.test(line.replaceAll(/\$\{[^}]*\}/g, ''))),
  );
}

/** Each line with every choice of samples for its values. */
function filled(line: string): readonly string[] {
  const at = line.search(/\$\{[^}]*\}/);
  if (at === -1) return [line];
  return samples.flatMap((sample) => filled(line.replace(/\$\{[^}]*\}/, sample)));
}

const isKnown = (line: string) =>
  filled(line).some((text) => /[\uac00-\ud7a3]/.test(findKorean(text, 'commands') ?? ''));

test('lines that commands write beside their reports are found', () => {
  expect(hintsOf('io.stderr.write(`${count} done ` +\n `it\\nUndo: ${command}\\n`);')).toEqual([
    '${count} done it',
    'Undo: ${command}',
  ]);
  expect(files.flatMap((file) => hintsOf(readFileSync(file, 'utf8'))).length).toBeGreaterThan(20);
});

test.each(files)('%s writes no line outside the catalog', (file) => {
  expect(hintsOf(readFileSync(file, 'utf8')).filter((line) => !isKnown(line))).toEqual([]);
});
