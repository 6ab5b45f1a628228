import type { StackManifest } from '@groundcrew/lambda';
import { stack as costs } from './costs.ts';
import { stack as fleet } from './fleet.ts';
import { stack as inventory } from './inventory.ts';
import { stack as tags } from './tags.ts';

/** Every stack of the house. Each is deployed by itself: who wants one need not have the others. */
export const stacks: readonly StackManifest[] = [inventory, fleet, tags, costs];
