/** Whether nothing can be seen in a cell: white space, and the Ctrl-Z that files of DOS programs end in. */
export function isBlank(cell: string): boolean {
  return cell.replaceAll('\x1a', '').trim() === '';
}
