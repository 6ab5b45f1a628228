export { createServices, type ScheduleEc2, type ScheduleServices, type ServicesDeps } from './services.ts';
