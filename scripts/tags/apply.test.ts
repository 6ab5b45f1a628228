import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { parseAccounts } from '@groundcrew/local';
import { describe, expect, test, vi } from 'vitest';
import { program } from '../program.ts';
import { groundcrew } from '../testing/groundcrew.ts';
import { openShop, type Shop, shop as shopAccounts, shopScope } from '../testing/shop.ts';

let planText: string | undefined;

/** @returns the path of a plan for the shop as it is at first */
async function planned(shop: Shop): Promise<string> {
  const plan = shop.file('fixes.json');
  if (planText === undefined) {
    const { code } = await groundcrew(['tags', 'plan', '--policy', shop.policy, ...shopScope, '--out', plan]);
    expect(code).toBe(0);
    planText = await readFile(plan, 'utf8');
  }
  await writeFile(plan, planText);
  return plan;
}

/** Calls that change tags. */
function changesMade({ local }: Shop): number {
  return local.calls().filter(({ action }) => /(Create|Delete)Tags|(Tag|Untag)Resources/.test(action)).length;
}

describe('before anything is changed', () => {
  test('the prompt for the alias of the account is below the plan', async () => {
    const shop = await openShop();
    const plan = await planned(shop);
    const { code, err } = await groundcrew(['tags', 'apply', plan, '--apply'], {
      isTty: true,
      answers: ['dal-shop'],
    });
    expect(code).toBe(0);
    expect(err).toContain('+ Project: "shop"');
  });

  test('what is not confirmed, more than the caps allow, or edited is refused, and changes nothing', async () => {
    const shop = await openShop();
    const plan = await planned(shop);
    for (const answers of [['y'], ['dal-lab'], []]) {
      const { code, err } = await groundcrew(['tags', 'apply', plan, '--apply'], { isTty: true, answers });
      expect(code, JSON.stringify(answers)).toBe(130);
      expect(err).toContain('declined; nothing was done');
    }
    // Without a terminal, the error names the option.
    const unasked = await groundcrew(['tags', 'apply', plan, '--apply']);
    expect(unasked.code).toBe(2);
    expect(unasked.err).toContain('pass --yes');
    expect(unasked.err).not.toContain('+ Project');
    for (const [cap, message] of [
      [['--max-changes', '2'], 'at most 2 are allowed'],
      [['--max-percent', '1'], 'at most 1 % are allowed'],
    ] as const) {
      for (const words of [[], ['--apply', '--yes']]) {
        const { code, err } = await groundcrew(['tags', 'apply', plan, ...words, ...cap]);
        expect(code).toBe(1);
        expect(err).toContain(message);
      }
    }
    await writeFile(plan, (await readFile(plan, 'utf8')).replaceAll('"after":"shop"', '"after":"warehouse"'));
    const edited = await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
    expect(edited.code).toBe(1);
    expect(edited.err).toContain('plan.file.edited');
    expect(changesMade(shop)).toBe(0);
    expect(existsSync(`${plan}.journal`)).toBe(false);
  });

  test('a plan of another kind is refused', async () => {
    const shop = await openShop();
    const { createPlan, writePlan } = await import('@groundcrew/plan');
    const body = { createdAt: new Date().toISOString(), accounts: [], changes: [], findings: [] };
    const plan = createPlan({ ...body, kind: 'networks', scope: { examined: 0 } });
    await writeFile(shop.file('other.json'), writePlan(plan));
    const { code, err } = await groundcrew(['tags', 'apply', shop.file('other.json')]);
    expect(code).toBe(2);
    expect(err).toContain('is of kind "networks"');
  });

  test('drift is shown by the check, and refused by the apply, which leaves no journal', async () => {
    const shop = await openShop();
    const plan = await planned(shop);
    const other = shop.file('other.yaml');
    await writeFile(other, 'version: 1\nkeys:\n  Project: { required: true, default: warehouse }\n');
    const words = [
      'tags',
      'plan',
      '--policy',
      other,
      '--types',
      'ec2:volume',
      '--out',
      shop.file('other.json'),
    ];
    await groundcrew(words);
    await groundcrew(['tags', 'apply', shop.file('other.json'), '--apply', '--yes']);
    const before = changesMade(shop);

    const checked = await groundcrew(['tags', 'apply', plan, '--output', 'json']);
    expect(checked.code).toBe(3);
    const drifted = JSON.parse(checked.out).changes.filter(
      ({ status }: { status: string }) => status === 'drifted',
    );
    expect(drifted).toContainEqual(
      expect.objectContaining({
        resource: expect.stringContaining('vol-0000000000000b002'),
        message: 'was expected to be absent, is "warehouse"',
      }),
    );

    const applied = await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
    expect(applied.code).toBe(1);
    expect(applied.err).toContain('[plan.drift]');
    expect(changesMade(shop)).toBe(before);
    expect(existsSync(`${plan}.journal`)).toBe(false);
  });
});

test('a plan that was applied already is reported as such, without a next command', async () => {
  const shop = await openShop();
  const plan = await planned(shop);
  await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
  const { code, out } = await groundcrew(['tags', 'apply', plan]);
  expect(code).toBe(0);
  expect(out).toMatch(/Nothing was changed\. Everything is as the plan would make it already\.\n$/);
});

describe('what is gone since the plan', () => {
  async function plannedThenDeleted() {
    const plan = await planned(await openShop());
    const text = JSON.stringify(shopAccounts).replace(',{"name":"shop-logs"}', '');
    return { shop: await openShop({ accounts: parseAccounts(JSON.parse(text)) }), plan };
  }

  test('is reported and skipped, and all the rest is made', async () => {
    const { shop, plan } = await plannedThenDeleted();
    const checked = await groundcrew(['tags', 'apply', plan]);
    expect(checked.code).toBe(3);
    expect(checked.out).toMatch(/Gone, skipped +1\n/);
    expect(checked.out).toContain('To make the changes, in ');

    const { code, out } = await groundcrew(['tags', 'apply', plan, '--apply', '--yes', '--output', 'json']);
    expect(code).toBe(3);
    const { changes, result, notes } = JSON.parse(out);
    expect(changes.filter(({ status }: { status: string }) => status !== 'done')).toMatchObject([
      { status: 'gone', resource: 'arn:aws:s3:::shop-logs', field: 'Project' },
    ]);
    expect(result).toMatchObject({ gone: 1, done: changes.length - 1 });
    expect(notes[0]).toBe('1 change skipped: the resource does not exist any more.');
    expect(await shop.tagsOf('vol-0000000000000b003')).toEqual({ Project: 'shop' });

    const undone = await groundcrew(['tags', 'undo', `${plan}.journal`, '--apply', '--yes']);
    expect(undone.code).toBe(0);
    expect(await shop.tagsOf('vol-0000000000000b003')).toEqual({});
  });

  test('is a reason to refuse the plan with --strict', async () => {
    const { shop, plan } = await plannedThenDeleted();
    const { code, err } = await groundcrew(['tags', 'apply', plan, '--apply', '--yes', '--strict']);
    expect(code).toBe(1);
    expect(err).toContain('arn:aws:s3:::shop-logs "Project": expected absent, the resource is gone');
    expect(changesMade(shop)).toBe(0);
    const checked = await groundcrew(['tags', 'apply', plan, '--strict']);
    expect(checked.out).toContain('it would be refused');
  });
});

test('a journal that was edited is not undone; one of an earlier version is held against its plan, or reported as unverified', async () => {
  const shop = await openShop();
  const plan = await planned(shop);
  await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
  const journal = await readFile(`${plan}.journal`, 'utf8');
  await writeFile(`${plan}.journal`, journal.replace('"before":null', '"before":"mine"'));
  const before = changesMade(shop);
  const edited = await groundcrew(['tags', 'undo', `${plan}.journal`, '--apply', '--yes']);
  expect(edited.code).toBe(1);
  expect(edited.err).toContain('[plan.journal.edited]');
  expect(changesMade(shop)).toBe(before);

  const old = journal
    .replace('groundcrew-journal/2', 'groundcrew-journal/1')
    .replaceAll(/,"prev":(null|"\w+"),"hash":"\w+"/g, '');
  await writeFile(`${plan}.journal`, old.replace('"before":null', '"before":"mine"'));
  const downgraded = await groundcrew(['tags', 'undo', `${plan}.journal`, '--apply', '--yes']);
  expect(downgraded.code).toBe(1);
  expect(downgraded.err).toContain('is not that of its plan');
  expect(changesMade(shop)).toBe(before);

  await rename(plan, `${plan}.moved`);
  await writeFile(`${plan}.journal`, old);
  const undone = await groundcrew(['tags', 'undo', `${plan}.journal`, '--apply', '--yes']);
  expect(undone.code).toBe(0);
  expect(undone.err).toContain('was written by an earlier version, without hashes');
});

describe('what fails', () => {
  test('is reported, the others are made, and --resume retries it', async () => {
    const shop = await openShop();
    const plan = await planned(shop);
    shop.local.setFaults({ denyTagging: ['arn:aws:ec2:*:*:volume/vol-0000000000000b002'] });
    const first = await groundcrew(['tags', 'apply', plan, '--apply', '--yes', '--output', 'json']);
    expect(first.code).toBe(3);
    const { changes, result, notes } = JSON.parse(first.out);
    expect(changes.filter(({ status }: { status: string }) => status === 'failed')).toMatchObject([
      { resource: expect.stringContaining('vol-0000000000000b002'), field: 'Project' },
    ]);
    expect(result).toMatchObject({ failed: 1, done: changes.length - 1 });
    expect(notes[0]).toContain('--resume');

    shop.local.setFaults();
    const again = await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
    expect(again.code).toBe(1);
    expect(again.err).toContain('--resume');
    const resumed = await groundcrew(['tags', 'apply', plan, '--apply', '--yes', '--resume']);
    expect(resumed.code).toBe(0);
    expect(resumed.out).toMatch(new RegExp(`Made and seen +${changes.length}\\n`));
  });

  test('of an undo is reported, and --resume continues the same plan', async () => {
    const shop = await openShop();
    const plan = await planned(shop);
    await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
    shop.local.setFaults({ denyTagging: ['arn:aws:ec2:*:*:volume/vol-0000000000000b001'] });
    const undo = ['tags', 'undo', `${plan}.journal`, '--apply', '--yes'];
    expect((await groundcrew(undo)).code).toBe(3);
    shop.local.setFaults();
    const again = await groundcrew(undo);
    expect(again.code).toBe(2);
    expect(again.err).toContain('--resume');
    expect((await groundcrew([...undo, '--resume'])).code).toBe(0);
    expect(await shop.tagsOf('vol-0000000000000b001')).toEqual({ tempNote: 'x' });
  });
});

describe('what was changed since', () => {
  const left = /was changed since, to "warehouse"; the apply had made it "shop"; left as it is/;

  async function applied() {
    const shop = await openShop();
    const plan = await planned(shop);
    await groundcrew(['tags', 'apply', plan, '--apply', '--yes']);
    const edit = shop.file('edit.yaml');
    await writeFile(
      edit,
      'version: 1\nkeys:\n  Project: { values: { list: [warehouse], variants: { shop: warehouse } } }\n',
    );
    const out = shop.file('edit.json');
    await groundcrew([
      'tags',
      'plan',
      '--policy',
      edit,
      '--types',
      'ec2:volume',
      '--regions',
      'us-east-1,ap-northeast-2',
      '--out',
      out,
    ]);
    await groundcrew(['tags', 'apply', out, '--apply', '--yes']);
    return ['tags', 'undo', `${plan}.journal`];
  }

  test('is named by an undo, before and after it is made, with exit code 3', async () => {
    const undo = await applied();
    for (const words of [[], ['--apply', '--yes']]) {
      const { code, out } = await groundcrew([...undo, ...words]);
      expect(code).toBe(3);
      expect(out).toContain('volume/vol-0000000000000b001');
      expect(out).toContain('Left for you to decide');
      expect(out.replaceAll(/\s+/g, ' ')).toMatch(left);
    }
  });

  test('is named in JSON and CSV', async () => {
    const undo = await applied();
    const checked = await groundcrew([...undo, '--output', 'csv']);
    expect(checked.code).toBe(3);
    expect(checked.out).toMatch(
      /^left,.*vol-0000000000000b001.*,Project,,,"was changed since, to ""warehouse""/m,
    );
    const shown = await groundcrew([...undo, '--output', 'json']);
    expect(shown.code).toBe(3);
    const made = await groundcrew([...undo, '--output', 'json', '--apply', '--yes']);
    expect(made.code).toBe(3);
    for (const { out } of [shown, made]) {
      expect(JSON.parse(out).findings).toContainEqual(
        expect.objectContaining({ field: 'Project', reason: expect.stringMatching(left) }),
      );
    }
  });
});

test('what a plan leaves to decide is listed after the apply too, and is not a failure of it', async () => {
  const shop = await openShop();
  const { code, out } = await groundcrew(['tags', 'apply', await planned(shop), '--apply', '--yes']);
  expect(code).toBe(0);
  expect(out).toMatch(/Left for you to decide\n(.|\n)*instance\/i-0000000000000a003/);
});

test('Ctrl-C ends an apply; the commands to continue and to undo are shown', async () => {
  const shop = await openShop();
  const plan = await planned(shop);
  const io = createRecordingIo();
  // The changes can't be seen yet, so that the apply looks for them while Ctrl-C comes.
  const before = changesMade(shop);
  shop.local.setFaults({ staleTags: { chance: 1, forMs: 1_500 } });
  const running = runCli(program, ['tags', 'apply', plan, '--apply', '--yes'], io);
  await vi.waitFor(() => expect(changesMade(shop)).toBeGreaterThan(before), { timeout: 30_000, interval: 2 });
  io.interrupt();
  expect(await running).toBe(130);
  expect(io.err()).toContain(`To continue:     groundcrew tags apply ${plan} --apply --resume\n`);
  expect(io.err()).toContain(`To undo:         groundcrew tags undo ${plan}.journal --apply\n`);

  shop.local.setFaults();
  const resumed = await groundcrew(['tags', 'apply', plan, '--apply', '--yes', '--resume']);
  expect(resumed.code).toBe(0);
  const undone = await groundcrew(['tags', 'undo', `${plan}.journal`, '--apply', '--yes']);
  expect(undone.code).toBe(0);
  expect(await shop.tagsOf('shop-goods')).toEqual({ Project: 'Shop' });
});
