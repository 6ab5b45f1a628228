/*
 * The seeds of `npm test`: of the first 200, those with the fewest uploads and rows, as a seed takes processor time by these; but together they
 * have all faults, and six of each of the settings that take turns. Seeds whose loads fail permanently and are redriven, as 29, wait half a
 * minute: they are in `npm run test:faults`.
 */
export const fewSeeds = [
  ...[12, 52, 56, 60, 72, 176],
  ...[78, 90, 106, 118, 146, 158],
  ...[1, 129, 157, 161, 177, 197],
  ...[19, 23, 51, 87, 159, 183],
];
/** With requests that are carried out late. */
export const fewItemGuardSeeds = [
  ...[52, 56, 60, 100, 172, 176],
  ...[86, 90, 106, 118, 146, 158],
  ...[1, 93, 129, 161, 177, 197],
  ...[19, 23, 87, 135, 159, 183],
];
