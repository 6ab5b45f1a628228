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
  expect(() => chooseVpc(model, 'web')).toThrow(/there are vpc-1 \(shop\), .*vpc-4$/);
});
