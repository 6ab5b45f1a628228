import { createModel } from '@groundcrew/network/model';
import { readSaved } from '@groundcrew/network/saved';
import { expect, test } from 'vitest';
import { chooseVpc } from './choose-vpc.ts';

const named = (name: string) => [{ Key: 'Name', Value: name }];
const { content } = readSaved([
  {
    path: 'describe-vpcs.json',
    text: JSON.stringify({
      Vpcs: [
        { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', Tags: named('shop') },
        { VpcId: 'vpc-2', CidrBlock: '10.1.0.0/16', Tags: named('lab') },
        { VpcId: 'vpc-3', CidrBlock: '10.2.0.0/16', Tags: named('lab') },
        { VpcId: 'vpc-4', CidrBlock: '10.3.0.0/16' },
      ],
    }),
  },
]);
const model = createModel(content);

test('a VPC is found by its id or its name', () => {
  expect(chooseVpc(model, 'vpc-4')).toBe('vpc-4');
  expect(chooseVpc(model, 'shop')).toBe('vpc-1');
});

test('a name of several is refused with their ids, and an unknown one with what there is', () => {
  expect(() => chooseVpc(model, 'lab')).toThrow(/name of several: pass one of vpc-2, vpc-3/);
  expect(() => chooseVpc(model, 'web')).toThrow(/there are vpc-1 \(shop\), .*vpc-4; another region/);
});

test('an id that is not there is refused with the region, and that another one may have it', () => {
  const seoul = createModel({
    ...content,
    scopes: content.scopes.map((scope) => ({ ...scope, region: 'ap-northeast-2' })),
  });
  expect(() => chooseVpc(seoul, 'vpc-0123456789abcdef0')).toThrow(
    /^--vpc vpc-0123456789abcdef0 is not there in ap-northeast-2; there are vpc-1 .*; another region \(--region\) or account \(--profile\) may have it$/,
  );
});

test('where not all VPCs are known, none is reported as absent', () => {
  const unlisted = createModel({
    ...content,
    scopes: content.scopes.map((scope) => ({ ...scope, parts: new Set<never>() })),
  });
  expect(() => chooseVpc(unlisted, 'vpc-9')).toThrow(/is not known in what was read/);
});
