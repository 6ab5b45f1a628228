import type { StackManifest } from '@groundcrew/lambda';
import { stack as costs } from './costs.ts';
import { stack as fleet } from './fleet.ts';
import { stack as inventory } from './inventory.ts';
import { stack as schedules } from './schedules.ts';
import { stack as tags } from './tags.ts';

/** All stacks. Each is deployed separately and needs none of the others. */
export const stacks: readonly StackManifest[] = [inventory, fleet, tags, costs, schedules];
