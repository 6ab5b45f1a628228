/** A definition that both interpreters run, and what one starts it with. */
export interface MachineCase {
  readonly definition: object;
  readonly input?: unknown;
}

const one = (state: object) => ({ StartAt: 'Only', States: { Only: { End: true, ...state } } });
const pass = (more: object) => one({ Type: 'Pass', ...more });
const each = { Type: 'Pass', End: true };
const inline = (more: object = {}, state: object = each) =>
  one({ Type: 'Map', ItemProcessor: { StartAt: 'Each', States: { Each: state } }, ...more });
const distributed = (more: object = {}, state: object = each) =>
  one({
    Type: 'Map',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Each',
      States: { Each: state },
    },
    ...more,
  });
const choice = (condition: object) => ({
  StartAt: 'Choose',
  States: {
    Choose: { Type: 'Choice', Choices: [{ ...condition, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: { is: true }, End: true },
    No: { Type: 'Pass', Result: { is: false }, End: true },
  },
});
const fails = { Type: 'Fail', Error: 'Broken', Cause: 'it is' };
/** Items of 7 fail. */
const failing = (more: object, distributedMode: boolean) => ({
  StartAt: 'Only',
  States: {
    Only: {
      Type: 'Map',
      ItemProcessor: {
        ...(distributedMode && { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }),
        StartAt: 'Choose',
        States: {
          Choose: {
            Type: 'Choice',
            Choices: [{ Variable: '$', NumericEquals: 7, Next: 'Fails' }],
            Default: 'Good',
          },
          Fails: fails,
          Good: each,
        },
      },
      ...more,
      End: true,
    },
    ...('Catch' in more && { Caught: { Type: 'Pass', End: true } }),
  },
});
const reads = (more: object = {}) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON', ...more },
    Parameters: { Bucket: 'items', Key: 'items.json' },
  },
});

/** The object that readers read. */
export const storedItems = [{ id: 1 }, { id: 2 }, { id: 3 }];

/** What definitions are made of, by name: each field that both know, beside what fails. */
export const machineCases: Readonly<Record<string, MachineCase>> = {
  Result: { definition: pass({ Result: [1] }) },
  'Result at a path': { definition: pass({ Result: 2, ResultPath: '$.b.c' }), input: { a: 1 } },
  'Result dropped': { definition: pass({ Result: 2, ResultPath: null }), input: { a: 1 } },
  InputPath: { definition: pass({ InputPath: '$.a' }), input: { a: { b: 1 } } },
  'InputPath null': { definition: pass({ InputPath: null }), input: { a: 1 } },
  'InputPath to nowhere': { definition: pass({ InputPath: '$.x' }), input: {} },
  OutputPath: { definition: pass({ OutputPath: '$.a' }), input: { a: 1 } },
  'OutputPath null': { definition: pass({ OutputPath: null }), input: { a: 1 } },
  Parameters: {
    definition: pass({ Parameters: { fixed: 1, deep: { 'taken.$': "$['a b'][1]" } } }),
    input: { 'a b': [1, 2] },
  },
  'Parameters to nowhere': { definition: pass({ Parameters: { 'x.$': '$.x' } }), input: {} },
  'context object': {
    definition: pass({ Parameters: { 'in.$': '$$.Execution.Input', 'state.$': '$$.State.Name' } }),
    input: { a: 1 },
  },
  'States.Format': {
    definition: pass({ Parameters: { 'x.$': "States.Format('{} and {}', $.a, 2)" } }),
    input: { a: 'one' },
  },
  'States.Array': {
    definition: pass({ Parameters: { 'x.$': "States.Array($.a, 'b', null, true)" } }),
    input: { a: [1] },
  },
  'States.ArrayLength': {
    definition: pass({ Parameters: { 'x.$': 'States.ArrayLength($.a)' } }),
    input: { a: [1, 2] },
  },
  'States.ArrayLength of a number': {
    definition: pass({ Parameters: { 'x.$': 'States.ArrayLength($.a)' } }),
    input: { a: 1 },
  },
  'States.MathAdd': {
    definition: pass({ Parameters: { 'x.$': 'States.MathAdd($.n, -1)' } }),
    input: { n: 3 },
  },
  'States.JsonToString': {
    definition: pass({ Parameters: { 'x.$': 'States.JsonToString($.a)' } }),
    input: { a: { b: 1 } },
  },
  'States.StringToJson': {
    definition: pass({ Parameters: { 'x.$': 'States.StringToJson($.t)' } }),
    input: { t: '[1]' },
  },
  ...Object.fromEntries(
    (
      [
        ['BooleanEquals', { BooleanEquals: true }, [true, false]],
        ['IsBoolean', { IsBoolean: true }, [false, 'false']],
        ['IsNull', { IsNull: true }, [null, 0]],
        ['IsNumeric', { IsNumeric: true }, [1, '1']],
        ['IsString', { IsString: true }, ['', 1]],
        ['IsPresent', { IsPresent: true }, [1, undefined]],
        ['NumericEquals', { NumericEquals: 2 }, [2, '2']],
        ['NumericEqualsPath', { NumericEqualsPath: '$.two' }, [2, 3]],
        ['NumericGreaterThan', { NumericGreaterThan: 2 }, [3, 2]],
        ['NumericGreaterThanEquals', { NumericGreaterThanEquals: 2 }, [2, 1]],
        ['NumericLessThan', { NumericLessThan: 2 }, [1, 2]],
        ['NumericLessThanEquals', { NumericLessThanEquals: 2 }, [2, 3]],
        ['StringEquals', { StringEquals: 'b' }, ['b', 'B']],
      ] as const
    ).flatMap(([name, operator, values]) =>
      values.map((v) => [
        `${name} of ${JSON.stringify(v)}`,
        { definition: choice({ Variable: '$.v', ...operator }), input: { v, two: 2 } },
      ]),
    ),
  ),
  'Not, And, Or': {
    definition: choice({
      And: [
        { Not: { Variable: '$.v', NumericEquals: 1 } },
        {
          Or: [
            { Variable: '$.v', NumericEquals: 2 },
            { Variable: '$.v', NumericEquals: 3 },
          ],
        },
      ],
    }),
    input: { v: 3 },
  },
  'Choice of a variable that is not there': {
    definition: choice({ Variable: '$.x', NumericEquals: 1 }),
    input: {},
  },
  'Choice without Default': {
    definition: {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Variable: '$.v', NumericEquals: 1, Next: 'S' }] },
        S: { Type: 'Succeed' },
      },
    },
    input: { v: 2 },
  },
  Wait: { definition: one({ Type: 'Wait', SecondsPath: '$.s' }), input: { s: 0 } },
  Succeed: {
    definition: { StartAt: 'S', States: { S: { Type: 'Succeed', OutputPath: '$.a' } } },
    input: { a: 1 },
  },
  Fail: { definition: { StartAt: 'F', States: { F: fails } } },
  'inline Map': { definition: inline({ ItemsPath: '$.i' }), input: { i: [1, 'b', { c: null }] } },
  'inline Map of nothing': { definition: inline({ ItemsPath: '$.i' }), input: { i: [] } },
  'inline Map of an object': { definition: inline({ ItemsPath: '$.i' }), input: { i: { a: 1 } } },
  'inline Map with ItemSelector': {
    definition: inline({
      ItemsPath: '$.i',
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'n.$': '$$.Map.Item.Index', 'of.$': '$.name' },
      MaxConcurrency: 2,
      ResultPath: '$.done',
    }),
    input: { i: [5, 6, 7], name: 'x' },
  },
  'inline Map with ResultSelector': {
    definition: inline({ ItemsPath: '$.i', ResultSelector: { 'first.$': '$[0]' } }),
    input: { i: [5, 6] },
  },
  'inline Map that fails': { definition: failing({}, false), input: [1, 7, 2] },
  'inline Map that is caught': {
    definition: failing(
      { Catch: [{ ErrorEquals: ['Broken'], ResultPath: '$.e', Next: 'Caught' }], ItemsPath: '$.i' },
      false,
    ),
    input: { i: [7] },
  },
  'inline Map that is tried again': {
    definition: failing(
      { Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }] },
      false,
    ),
    input: [7],
  },
  'distributed Map': { definition: distributed({ ItemsPath: '$.i' }), input: { i: [1, 'b', { c: null }] } },
  'distributed Map with ItemSelector': {
    definition: distributed({
      ItemsPath: '$.i',
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'n.$': '$$.Map.Item.Index' },
      MaxConcurrencyPath: '$.two',
    }),
    input: { i: [5, 6, 7], two: 2 },
  },
  'distributed Map of an object of S3': { definition: distributed(reads()), input: {} },
  'distributed Map of its first items': { definition: distributed(reads({ MaxItems: 2 })), input: {} },
  'distributed Map that fails': { definition: failing({}, true), input: [1, 7, 2] },
  'distributed Map with a tolerated failure': {
    definition: failing({ ToleratedFailureCount: 1 }, true),
    input: [1, 7, 2],
  },
  'distributed Map with a tolerated share': {
    definition: failing({ ToleratedFailurePercentage: 50 }, true),
    input: [1, 7, 2],
  },
  'distributed Map in batches': {
    definition: distributed({ ItemsPath: '$.i', ItemBatcher: { MaxItemsPerBatch: 2 } }),
    input: { i: [1, 2, 3] },
  },
};
