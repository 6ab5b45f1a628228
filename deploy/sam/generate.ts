import { writeFile } from 'node:fs/promises';
import { stacks } from '@groundcrew/functions/stacks';
import { printTemplate } from './print.ts';
import { samTemplate, templateFile } from './template.ts';

for (const stack of stacks) await writeFile(templateFile(stack), printTemplate(samTemplate(stack)));
