import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const now = () => Date.parse('2027-03-01T00:00:00Z');

const schedule = `version: 1
zone: Asia/Seoul
calendars:
  company: { extends: kr, file: company.ics }
schedules:
  office-hours:
    calendar: company
    windows:
      - { days: mon-fri, from: 08:00, to: 20:00 }
  nights:
    zone: America/New_York
    windows:
      - { days: sun, from: 02:00, to: 02:45 }
rules:
  - { match: { tag: { Env: 'dev*' } }, schedule: nights }
`;
const calendar = `BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:Founding day
DTSTART;VALUE=DATE:20270506
END:VEVENT
END:VCALENDAR
`;

/** A folder with the schedule, its calendar and these files; returns the path of one of them. */
async function folderWith(files: Readonly<Record<string, string>> = {}): Promise<(name: string) => string> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries({
    'schedule.yaml': schedule,
    'company.ics': calendar,
    ...files,
  })) {
    await writeFile(join(folder, name), text);
  }
  return (name) => join(folder, name);
}

describe('schedule init', () => {
  test('writes a file that is right as it is, to stdout or into a file, which is kept without --force', async () => {
    const path = await folderWith();
    const { code, out } = await groundcrew(['schedule', 'init']);
    expect(code).toBe(0);
    const begun = path('office hours.yaml');
    const first = await groundcrew(['schedule', 'init', begun]);
    expect(first).toMatchObject({ code: 0, out: '' });
    expect(first.err).toContain(`groundcrew schedule check '${begun}'`);
    expect((await readFile(begun, 'utf8')).split('\n').slice(1)).toEqual(out.split('\n').slice(1));
    expect(await groundcrew(['schedule', 'check', begun], { now })).toMatchObject({ code: 0, err: '' });
    expect((await groundcrew(['schedule', 'init', begun])).code).toBe(1);
    expect((await groundcrew(['schedule', 'init', begun, '--force'])).code).toBe(0);
    expect((await groundcrew(['schedule', 'init', '--force'])).code).toBe(2);
  });
});

describe('schedule check', () => {
  test('shows the schedules, and what to know with its line', async () => {
    const path = (await folderWith())('schedule.yaml');
    const { code, out } = await groundcrew(['schedule', 'check', path, '--output', 'json'], { now });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schedules: [
        {
          name: 'office-hours',
          windows: 'mon-fri 08:00 to 20:00',
          zone: 'Asia/Seoul',
          mode: 'enforce',
          calendar: 'company',
        },
        { name: 'nights', zone: 'America/New_York' },
      ],
      rules: [{ match: 'tag Env=dev*', schedule: 'nights' }],
      findings: [
        {
          place: `${path}:7:15`,
          code: 'calendar-year',
          message: 'the calendar company has no data of 2028: no day of that year counts as a holiday',
        },
        { place: `${path}:13:9`, code: 'clock-skips' },
        { place: `${path}:13:9`, code: 'clock-skips' },
        { code: 'clock-skips' },
        { code: 'clock-skips' },
      ],
    });
  });

  test('ends with 3 if something is to know and --fail-on asks for it', async () => {
    const path = (await folderWith())('schedule.yaml');
    expect((await groundcrew(['schedule', 'check', path, '--fail-on', 'findings'], { now })).code).toBe(3);
  });

  test('shows each problem with its line and a mark', async () => {
    const path = (await folderWith({ 'schedule.yaml': schedule.replace('to: 20:00', 'to: 20') }))(
      'schedule.yaml',
    );
    const { code, out, err } = await groundcrew(['schedule', 'check', path]);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        `${path}:9:43: schedules.office-hours.windows[0].to: 20 is not an end such as 18:00, 24:00, "mon 06:00" or "+1 06:00"`,
        '  9 |       - { days: mon-fri, from: 08:00, to: 20 }',
        `    | ${' '.repeat(42)}^`,
        '',
        '',
      ].join('\n'),
    );
    expect(err).toBe(`${path} can't be used: 1 problem to correct.\n`);
    const data = await groundcrew(['schedule', 'check', path, '--output', 'json']);
    expect(JSON.parse(data.out)).toMatchObject({ problems: [{ file: path, line: 9, column: 43 }] });
  });

  test('refuses a calendar with its line', async () => {
    const path = (await folderWith({ 'company.ics': calendar.replace('20270506', '20270532') }))(
      'schedule.yaml',
    );
    const { code, err } = await groundcrew(['schedule', 'check', path]);
    expect(code).toBe(1);
    expect(err).toContain('company.ics:4:1: DTSTART "20270532" is a date that does not exist');
  });

  test('reports a file or calendar that is not there', async () => {
    expect((await groundcrew(['schedule', 'check', '/nowhere/s.yaml'])).err).toContain(
      'the schedule file "/nowhere/s.yaml" can\'t be read',
    );
    const path = (await folderWith({ 'schedule.yaml': schedule.replace('company.ics', 'gone.ics') }))(
      'schedule.yaml',
    );
    expect((await groundcrew(['schedule', 'check', path])).err).toContain('gone.ics" can\'t be read');
  });
});

describe('schedule simulate', () => {
  const tests = `version: 1
expect:
  - { schedule: office-hours, days: 2027-05-06, is: off }
  - { schedule: office-hours, at: 2027-05-07 09:00, is: on }
  - { schedule: nights, days: 2027-03-14, hours: 0.75, starts: 1 }
`;

  test('shows hours, calendar and transitions of a year', async () => {
    const path = (await folderWith())('schedule.yaml');
    const { code, out } = await groundcrew(
      ['schedule', 'simulate', path, '--year', '2027', '--output', 'json'],
      { now },
    );
    expect(code).toBe(0);
    const data = JSON.parse(out) as {
      schedules: { schedule: string; onHours: number; offHours: number; hours: number }[];
      days: { name: string; date: string; value: number; note: string | null }[];
      transitions: { schedule: string; local: string; action: string; because: string; at: string }[];
    };
    expect(data.schedules.map(({ onHours, offHours, hours }) => [onHours + offHours, hours])).toEqual([
      [8760, 8760],
      [8760, 8760],
    ]);
    expect(data.days.filter(({ date }) => date === '2027-05-06')).toEqual([
      { name: 'office-hours', date: '2027-05-06', value: 0, spans: null, note: 'Founding day' },
      expect.objectContaining({ name: 'nights' }),
    ]);
    expect(data.transitions).toContainEqual({
      schedule: 'office-hours',
      weekday: 'tue',
      local: '2027-05-04 20:00',
      offset: '+09:00',
      action: 'stop',
      because: expect.stringContaining(
        'left out: 2027-05-05 (어린이날), 2027-05-06 (Founding day)',
      ) as string,
      at: '2027-05-04T11:00:00.000Z',
    });
    expect(data.transitions).toContainEqual(
      expect.objectContaining({
        schedule: 'nights',
        local: '2027-03-14 03:00',
        offset: '-04:00',
        action: 'start',
      }),
    );
  });

  test('fits a terminal, and lists each transition with --transitions', async () => {
    const path = (await folderWith())('schedule.yaml');
    const words = ['schedule', 'simulate', path, '--schedule', 'office-hours'];
    const { out } = await groundcrew(words, { now, isTty: true, columns: 80 });
    expect(out).toContain('May 2027');
    expect(out).toMatch(/starts and stops: --transitions lists them\./);
    expect(out).not.toContain('nights');
    expect(out.split('\n').filter((line) => line.length > 80 && !line.includes(path))).toEqual([]);
    const all = await groundcrew([...words, '--transitions'], { now });
    expect(all.out).toContain('2027-05-07 08:00');
  });

  test('is a page with a calendar', async () => {
    const path = (await folderWith())('schedule.yaml');
    const { out } = await groundcrew(['schedule', 'simulate', path, '--output', 'html'], { now });
    expect(out.match(/<table class="month">/g)).toHaveLength(24);
    expect(out).toContain('<b>2027-05-06</b> Founding day');
  });

  test('compares it with what is expected: exit code 3 where that is not met', async () => {
    const path = await folderWith({ 'tests.yaml': tests, 'wrong.yaml': tests.replace('is: off', 'is: on') });
    const words = ['schedule', 'simulate', path('schedule.yaml'), '--expect'];
    const met = await groundcrew([...words, path('tests.yaml')], { now });
    expect(met.out).toContain('All 4 expectations are met.');
    expect(met.code).toBe(0);
    const { code, out } = await groundcrew([...words, path('wrong.yaml'), '--output', 'json'], { now });
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      expectations: [
        {
          place: `${path('wrong.yaml')}:3`,
          schedule: 'office-hours',
          when: 'on 2027-05-06',
          expected: 'on',
          actual: 'off',
          isMet: false,
        },
        { isMet: true },
        { isMet: true },
        { isMet: true },
      ],
    });
  });

  test('reports a year without data of its calendar, also one that only an expectation is about', async () => {
    const path = await folderWith({ 'tests.yaml': tests.replaceAll('2027-05-07', '2029-05-07') });
    const missing = (year: number) => `no data of ${year}`;
    const simulate = (...more: string[]) =>
      groundcrew(['schedule', 'simulate', path('schedule.yaml'), ...more], { now });
    expect((await simulate('--year', '2028')).out).toContain(missing(2028));
    expect((await simulate('--year', '2027')).out).not.toContain('no data of');
    expect((await simulate('--year', '2027', '--expect', path('tests.yaml'))).out).toContain(missing(2029));
  });

  test('is in Korean with --language ko, in a terminal and as a page, and its data are not', async () => {
    const path = (await folderWith())('schedule.yaml');
    const words = ['schedule', 'simulate', path, '--year', '2027', '--language', 'ko'];
    const { code, out } = await groundcrew([...words, '--transitions'], { now, columns: 100 });
    expect(code).toBe(0);
    expect(out).toContain('office-hours: 일별 시간');
    expect(out).toContain('2027년 1월');
    expect(out).toMatch(/^ +월 +화 +수 +목 +금 +토 +일/m);
    expect(out).toMatch(/월 +2027-01-04 08:00 +\+09:00 +시작/);
    const page = await groundcrew([...words, '--output', 'html'], { now });
    expect(page.out).toContain('<html lang="ko">');
    expect(page.out).toContain('abbr="월요일"');
    expect(page.out).not.toMatch(/January|Monday|have notes|of a day/);
    const json = await groundcrew([...words, '--output', 'json'], { now });
    const { transitions } = JSON.parse(json.out) as { readonly transitions: readonly object[] };
    expect(transitions[0]).toMatchObject({ weekday: 'mon', action: 'start' });
  });

  test('of very many schedules shows the hours, and the calendar of those that are named', async () => {
    const many = Array.from(
      { length: 101 },
      (_, at) => `  s${at}: { windows: [{ days: daily, from: 08:00, to: 09:00 }] }`,
    );
    const text = ['version: 1', 'zone: UTC', 'schedules:', ...many].join('\n');
    const path = (await folderWith({ 'many.yaml': text }))('many.yaml');
    const simulate = ['schedule', 'simulate', path, '--year', '2027'];
    const { code, out } = await groundcrew([...simulate, '--output', 'json'], { now });
    const { schedules, days, notes } = JSON.parse(out) as Record<string, readonly unknown[]>;
    expect([code, schedules!.length, days]).toEqual([0, 101, undefined]);
    expect(notes).toContainEqual(expect.stringContaining('--schedule NAME'));
    const one = await groundcrew([...simulate, '--schedule', 's100'], { now });
    expect(one.out).toContain('s100: hours by day');
  });

  test('refuses a schedule that is not there', async () => {
    const path = (await folderWith())('schedule.yaml');
    const { code, err } = await groundcrew(['schedule', 'simulate', path, '--schedule', 'night']);
    expect(code).toBe(2);
    expect(err).toContain('did you mean nights?');
  });
});
