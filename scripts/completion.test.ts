import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { program } from './program.ts';
import { groundcrew, temporaryFolder } from './testing/groundcrew.ts';

/** What bash offers for the last of these words. */
async function offers(...words: string[]): Promise<string[]> {
  const { out } = await groundcrew(['completion', 'bash']);
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'config'), '[default]\n[profile shop]\nregion = x\n[sso-session corp]\n');
  const typed = words.map((word) => `'${word}'`).join(' ');
  const script = `${out}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _groundcrew; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '--noprofile', '-c', script], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', AWS_CONFIG_FILE: join(folder, 'config') },
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

test('bash completes commands, options, choices and profiles', async () => {
  expect(await offers('groundcrew', 'ec')).toEqual(['ec2']);
  expect(await offers('groundcrew', 'ec2', 'l')).toEqual(['list', 'lookup']);
  expect(await offers('groundcrew', 'tags', 'policy', '')).toEqual(expect.arrayContaining(['check', 'init']));
  expect(await offers('groundcrew', 'ec2', 'list', '--v')).toEqual(['--vpc']);
  expect(await offers('groundcrew', 'ec2', 'list', '--region', 'x', '--col')).toEqual(['--columns']);
  expect(await offers('groundcrew', 'ec2', 'list', '--output', '')).toEqual(['table', 'json', 'csv', 'html']);
  expect(await offers('groundcrew', 'ec2', 'lookup', '--by', 'in')).toEqual(['interface']);
  expect(await offers('groundcrew', '--profile', '')).toEqual(['default', 'shop']);
  // Files are the shell's own business.
  expect(await offers('groundcrew', 'tags', 'apply', 'fix')).toEqual([]);
});

test.each(['bash', 'zsh', 'fish'])('%s: every command and option is in the script', async (shell) => {
  const { code, out } = await groundcrew(['completion', shell]);
  expect(code).toBe(0);
  for (const { name } of program.commands) expect(out).toContain(name);
  for (const option of ['columns', 'external-id', 'max-percent', 'endpoint-url'])
    expect(out).toContain(option);
  const checked = spawnSync(shell, shell === 'bash' ? ['--norc', '-n'] : ['-n'], {
    input: out,
    encoding: 'utf8',
  });
  // Only of shells that this machine has.
  if (checked.error === undefined) expect(checked.stderr).toBe('');
});

test('another shell is wrong usage', async () => {
  expect(await groundcrew(['completion', 'tcsh'])).toMatchObject({ code: 2, out: '' });
});
