/** Whether a cell is blank: white space, and the Ctrl-Z at the end of files from DOS programs. */
export function isBlank(cell: string): boolean {
  return cell.replaceAll('\x1a', '').trim() === '';
}
