import type { Report, Row, Section } from './report.ts';

/**
 * A report whose rows were read, so that what is known only after them, such as the verdict on a list, is known before they are
 * written, and they can be read again.
 *
 * @param onRow called before each row is kept; may throw, where there are too many
 */
export async function readAhead(report: Report, onRow: (rows: number) => void = () => {}): Promise<Report> {
  const sections: Section[] = [];
  for (const section of report.sections) {
    if (section.kind !== 'table') {
      sections.push(section);
      continue;
    }
    const rows: Row[] = [];
    for await (const row of section.rows) {
      onRow(rows.length);
      rows.push(row);
    }
    sections.push({ ...section, rows });
  }
  return { ...report, sections };
}
