import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CostFilter, Dimension } from '../model.ts';
import { charges, dimensionTitle, filterText, parseDimensions, parseFilters, parseMetric } from './index.ts';

describe('parseDimensions', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['service', ['service']],
    ['tag:Project, service', ['tag:Project', 'service']],
    ['cost-category:Team', ['cost-category:Team']],
    ['"tag:Cost, center",region', ['tag:Cost, center', 'region']],
    ['tag:aws:createdBy', ['tag:aws:createdBy']],
  ])('reads %s', (text, expected) => {
    expect(parseDimensions(text)).toEqual(expected);
  });

  it.each([
    ['servce', /^dimension "servce" is not known; write service, .*; did you mean service\?$/],
    ['service,', /^dimension "" is not known/],
    ['constructor', /^dimension "constructor" is not known/],
    ['tag:', /^dimension "tag:" has no key; write tag:KEY, such as tag:Project$/],
    ['service,region,account', /names 3 of them; name two at most/],
    ['region,region', /names the same one twice; write region once$/],
  ])('refuses %s', (text, message) => {
    expect(() => parseDimensions(text)).toThrow(
      expect.objectContaining({ code: 'cost.dimension.invalid', message: expect.stringMatching(message) }),
    );
  });

  it('has a heading for each', () => {
    expect(
      (['usage-type', 'tag:Project', 'cost-category:a:b'] as const).map((dimension) =>
        dimensionTitle(dimension),
      ),
    ).toEqual(['Usage type', 'Project', 'a:b']);
  });
});

describe('parseFilters', () => {
  it.each<[string | string[] | undefined, CostFilter[]]>([
    [undefined, []],
    ['service=Amazon S3', [{ dimension: 'service', values: ['Amazon S3'] }]],
    [
      'region=eu-west-1|eu-west-2,tag:Team!=web',
      [
        { dimension: 'region', values: ['eu-west-1', 'eu-west-2'] },
        { dimension: 'tag:Team', values: ['web'], negated: true },
      ],
    ],
    ['tag:Project=(none)', [{ dimension: 'tag:Project', values: [null] }]],
    ['tag:Project="(none)"', [{ dimension: 'tag:Project', values: ['(none)'] }]],
    ['service="Tax, ""VAT"""', [{ dimension: 'service', values: ['Tax, "VAT"'] }]],
    ['"tag:a=b"=c=d', [{ dimension: 'tag:a=b', values: ['c=d'] }]],
    [
      ['charge=tax', 'service=A'],
      [
        { dimension: 'charge', values: ['tax'] },
        { dimension: 'service', values: ['A'] },
      ],
    ],
  ])('reads %s', (text, expected) => {
    expect(parseFilters(text)).toEqual(expected);
  });

  it.each([
    ['service=', /^filter "service=" has an empty value; write service=\(none\) for costs without one$/],
    ['service=a, Inc.', /^filter "Inc\." has no =; write NAME=VALUE, and put a value that has a comma/],
    ['service="a', /opens a quote that it does not close; close it with "$/],
    ['service=a,service=b', /is the second one of service; write all its values with \| in one$/],
    ['charge=credits', /names a charge that is not known; write usage, .*; did you mean credit\?$/],
    ['charge=(none)', /names a charge that is not known/],
  ])('refuses %s', (text, message) => {
    expect(() => parseFilters(text)).toThrow(
      expect.objectContaining({ code: 'cost.filter.invalid', message: expect.stringMatching(message) }),
    );
  });

  it('reads back every filter as it was written', () => {
    const dimension = fc.oneof(
      fc.constantFrom<Dimension>('service', 'account', 'region', 'usage-type', 'resource'),
      anyText({ minLength: 1 }).map((key): Dimension => `tag:x${key}x`),
    );
    const value = fc.oneof(fc.constant(null), anyText({ minLength: 1 }));
    const filter = fc.record(
      { dimension, values: fc.uniqueArray(value, { minLength: 1 }), negated: fc.constant(true as const) },
      { requiredKeys: ['dimension', 'values'] },
    );
    fc.assert(
      fc.property(fc.uniqueArray(filter, { selector: ({ dimension }) => dimension }), (filters) => {
        expect(parseFilters(filters.map(filterText))).toEqual(filters);
        const joined = filters.map(filterText).join(',');
        if (filters.length > 0) expect(parseFilters(joined)).toEqual(filters);
      }),
    );
  });

  it('knows every charge', () => {
    expect(parseFilters(`charge=${charges.join('|')}`)).toEqual([{ dimension: 'charge', values: charges }]);
  });
});

describe('parseMetric', () => {
  it('uses unblended costs by default', () => {
    expect([parseMetric(undefined), parseMetric('net-amortized')]).toEqual(['unblended', 'net-amortized']);
  });

  it('refuses an unknown metric', () => {
    expect(() => parseMetric('amortised')).toThrow(
      expect.objectContaining({
        code: 'cost.metric.invalid',
        message: expect.stringMatching(/^metric "amortised" is not known; write .*did you mean amortized\?$/),
      }),
    );
  });
});
