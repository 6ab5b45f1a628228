export { type BusEvent, createEventBus, type DeliveredEvent, type EventBus } from './event-bus.ts';
export { createEventsService } from './service.ts';
