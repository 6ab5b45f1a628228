/** The columns that determine the kind of a charge in FOCUS. */
export interface ChargeFacts {
  readonly category: string;
  readonly chargeClass: string;
  readonly description: string;
  readonly service: string;
  readonly frequency: string;
  readonly commitmentType: string;
}

/**
 * The kind of a charge in Cost Explorer, RECORD_TYPE in its API.
 *
 * Rules: FOCUS specification, "Charge Category", "Charge Class" and "Charge Frequency"; the names are those of
 * lineItem/LineItemType in the Cost and Usage Reports user guide.
 */
export function recordTypeOf(facts: ChargeFacts): string {
  const { category, chargeClass, description, service, frequency, commitmentType } = facts;
  if (category === 'Tax') return 'Tax';
  if (['Usage', 'Purchase'].includes(category) && /^AWS (Premium )?Support|Support \(/.test(service)) {
    return 'Support';
  }
  if (chargeClass === 'Correction') return 'Refund';
  if (category === 'Credit') return 'Credit';
  if (category === 'Adjustment') {
    if (/refund/i.test(description)) return 'Refund';
    return /discount/i.test(description) ? 'Discount' : 'Adjustment';
  }
  const isSavingsPlan = /savings plan/i.test(commitmentType);
  const isReserved = /reserv/i.test(commitmentType);
  if (category === 'Purchase') {
    const isOnce = frequency === 'One-Time';
    if (isSavingsPlan) return isOnce ? 'SavingsPlanUpfrontFee' : 'SavingsPlanRecurringFee';
    if (isReserved) return isOnce ? 'Upfront' : 'RIFee';
    return 'Fee';
  }
  if (isSavingsPlan) return 'SavingsPlanCoveredUsage';
  return isReserved ? 'DiscountedUsage' : 'Usage';
}
