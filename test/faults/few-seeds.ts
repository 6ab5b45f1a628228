/*
 * The seeds of `npm test`: of the first 80, some with few rows, as a seed takes processor time by its rows and kills; but together they
 * have all faults, and two of each of the settings that take turns. Seeds whose loads fail permanently and are redriven, as 29, wait half a
 * minute: they are in `npm run test:faults`.
 */
export const fewSeeds = [1, 12, 22, 27, 51, 52, 65, 78];
/** One of each policy for duplicates, with requests that are carried out late. */
export const fewItemGuardSeeds = [24, 27];
