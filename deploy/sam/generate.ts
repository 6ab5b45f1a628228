import { writeFile } from 'node:fs/promises';
import { stack } from '@groundcrew/functions/stack';
import { printTemplate } from './print.ts';
import { samTemplate } from './template.ts';

await writeFile(new URL('template.yaml', import.meta.url), printTemplate(samTemplate(stack)));
