import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseColumns, parseSort } from './choose-columns.ts';
import { detailsOf } from './details/index.ts';
import { instanceColumns } from './instance-report.ts';

const keysOf = (text: string | undefined, hasAccounts = false) =>
  chooseColumns({ text, hasAccounts }).map(({ key }) => key);
const anyKey = fc.constantFrom(...instanceColumns.map(({ key }) => key));

describe('chooseColumns', () => {
  it('accepts columns in the typed order, each once, with any case and blanks', () => {
    expect(keysOf('vpcid, Name,vpcId')).toEqual(['vpcId', 'name']);
    fc.assert(
      fc.property(fc.uniqueArray(anyKey, { minLength: 1 }), (keys) => {
        expect(keysOf(keys.join(','))).toEqual(keys);
      }),
    );
  });

  it('has the account if there are several', () => {
    expect(keysOf(undefined)).not.toContain('accountId');
    expect(keysOf(undefined, true)[0]).toBe('accountId');
  });

  it('accepts "all"', () => {
    expect(chooseColumns({ text: 'all', hasAccounts: false })).toEqual(instanceColumns);
    expect(keysOf('checks,all')).toEqual(['statusChecks', ...instanceColumns.map(({ key }) => key)]);
  });

  it.each([
    ['nmae', 'there is no column "nmae"; did you mean name?'],
    ['private', 'there is no column "private"; did you mean privateIpv4 or privateDnsName?'],
    ['?', /^there is no column "\?"; there are name, instanceId, /],
    ['name,', /^there is no column ""/],
  ])('refuses %j', (text, message) => {
    expect(() => keysOf(text)).toThrow(message);
  });
});

describe('columns that need a call of their own', () => {
  it('are known by their names and short ones, and not among the usual ones', () => {
    expect(keysOf('checks,ssm,ami-name,ami-age,vpc-name,subnet-name,price')).toEqual([
      'statusChecks',
      'ssm',
      'imageName',
      'imageAge',
      'vpcName',
      'subnetName',
      'monthlyPrice',
    ]);
    for (const output of ['table', 'csv', 'json', 'html'] as const) {
      const keys = chooseColumns({ text: undefined, hasAccounts: true, output }).map(({ key }) => key);
      expect(detailsOf(keys)).toEqual(new Set());
    }
    expect(detailsOf(keysOf('all'))).toEqual(new Set());
  });

  it('are added once', () => {
    const columns = chooseColumns({
      text: 'imageAge,id',
      hasAccounts: false,
      added: ['imageName', 'imageAge'],
    });
    expect(columns.map(({ key }) => key)).toEqual(['imageAge', 'instanceId', 'imageName']);
  });
});

describe('parseSort', () => {
  it('parses keys that print to the same text', () => {
    const key = fc.record({ column: anyKey, descending: fc.boolean() });
    fc.assert(
      fc.property(fc.array(key, { minLength: 1 }), (keys) => {
        const text = keys.map(({ column, descending }) => (descending ? `-${column}` : column)).join(',');
        expect(parseSort(text)).toEqual(keys);
      }),
    );
  });

  it('refuses a column that does not exist', () => {
    expect(() => parseSort('-lunchTime')).toThrow('there is no column "lunchTime"; did you mean launchTime?');
  });
});
