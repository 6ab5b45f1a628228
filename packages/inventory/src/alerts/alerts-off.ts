/**
 * The attribute of an item that was written without an alert, whatever its count: the name of the backfill that wrote it. The
 * next load puts the item again, without it.
 */
export const ALERTS_OFF_ATTRIBUTE = 'AlertsOff';
