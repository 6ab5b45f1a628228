export { beginningNotes, beginningOf } from './beginning.ts';
export { type DeliveredDay, deliveryOfDays } from './delivery.ts';
export { deliveryOfLines } from './delivery-of-lines.ts';
export { type DeliveredPeriod, deliveredPeriod } from './delivered-period.ts';
export { deliveryNotes } from './delivery-notes.ts';
export { holeNotes, holesWithin, lackAdvice, lackText, withHoles } from './holes.ts';
