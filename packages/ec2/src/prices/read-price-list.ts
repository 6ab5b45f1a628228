import { isBill, readBillPrices } from './bill-prices.ts';
import { csvRecords } from './csv-records.ts';
import { malformed } from './malformed.ts';
import { type PriceList, readTypePrices } from './price-list.ts';

/**
 * Reads the lines of a file of prices by type, or of a bill in the form of FOCUS; its header shows which.
 *
 * @param path for messages
 * @throws GroundcrewError `fleet.prices.malformed`
 */
export async function readPriceList(
  lines: AsyncIterable<string> | Iterable<string>,
  path: string,
): Promise<PriceList> {
  const records = csvRecords(lines, path);
  const { value: header } = await records.next();
  if (!header) throw malformed(path, 'is empty; its first line has to be type,region,hourly');
  return await (isBill(header) ? readBillPrices(header, records) : readTypePrices(header, records));
}
