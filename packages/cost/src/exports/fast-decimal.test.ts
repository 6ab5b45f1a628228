import { openDuckdb, quoteText } from '@groundcrew/duckdb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DECIMAL_TYPE } from './dialect.ts';
import { fastDecimalSql } from './fast-decimal.ts';

const digits = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { maxLength }).map((all) => all.join(''));

const numbers = fc
  .record({
    sign: fc.constantFrom('', '', '-', '+'),
    whole: digits(6),
    point: fc.constantFrom('', '.', '.'),
    places: digits(20),
    exponent: fc.constantFrom('', '', '', 'e-4', 'e-05', 'E-9', 'e-10', 'e5', 'E+02', 'e-012', 'e-3'),
  })
  .map(({ sign, whole, point, places, exponent }) => sign + whole + point + places + exponent);

const tiny = fc
  .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 4, max: 9 }))
  .map(([number, exponent]) => `${number / 1e8}e-0${exponent}`);

const texts = fc.oneof(
  numbers,
  tiny,
  fc.double().map(String),
  fc.constantFrom(
    '',
    ' ',
    ' 1',
    '1 ',
    '1_000',
    'NaN',
    'inf',
    '-',
    '.',
    'e',
    '1e',
    '0x1F',
    '1,5',
    '९',
    'null',
    '1e-400',
  ),
);

test('a text is the number that DuckDB casts it to without underscores, or none', async () => {
  const duckdb = await openDuckdb({ threads: 1 });
  const samples = fc.sample(texts, { numRuns: 4000, seed: 14 });
  const rows = samples.map((text) => `(${quoteText(text)})`).join(', ');
  const { rows: different } = await duckdb.query(
    `SELECT text, fast, cast_number FROM (
       SELECT text, ${fastDecimalSql('text')} AS fast, CASE WHEN NOT contains(text, '_') THEN TRY_CAST(nullif(text, '') AS ${DECIMAL_TYPE}) END AS cast_number
       FROM (VALUES ${rows}) AS samples(text)
     ) AS numbers WHERE fast IS DISTINCT FROM cast_number`,
  );
  const { rows: counts } = await duckdb.query(
    `SELECT count(fast) > 1000 FROM (SELECT ${fastDecimalSql('text')} AS fast FROM (VALUES ${rows}) AS samples(text)) AS numbers`,
  );
  duckdb.close();

  expect(different).toEqual([]);
  expect(counts).toEqual([[true]]);
});
