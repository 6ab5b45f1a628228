export { DEFLATED, readZipDirectory, STORED, startOfZipEntry, type ZipEntry } from './directory.ts';
export { readExactly, ZipProblem, type ZipSource } from './source.ts';
