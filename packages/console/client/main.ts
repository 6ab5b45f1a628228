/*
 * The script of the console's pages. All text comes from the server, in the page's language; without the script all pages can be
 * read and their forms sent, but files can't be dropped, and nothing is live.
 */
import { watchCommands } from './commands.ts';
import { followEvents } from './events.ts';
import { watchForms } from './forms.ts';
import { watchFrames } from './frames.ts';
import { watchSearch } from './search.ts';
import { watchDrops } from './uploads.ts';

followEvents();
watchCommands();
watchSearch();
watchForms();
watchFrames();
watchDrops();
