export { type DeliveredDay, deliveryOfDays, deliveryOfLines } from './delivery.ts';
export { type DeliveredPeriod, deliveredPeriod } from './delivered-period.ts';
export { deliveryNotes } from './delivery-notes.ts';
export { holeNotes, holesWithin, holeText, withHoles } from './holes.ts';
