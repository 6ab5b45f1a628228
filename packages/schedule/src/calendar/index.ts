export { builtInCalendar, builtInNames, isBuiltIn } from './built-in.ts';
export { type Calendar, type CalendarDays, createCalendar, mergeDays, noDays } from './calendar.ts';
export { readCalendarFile } from './read-calendar-file.ts';
export { type ReadNamedFile, readCalendars } from './read-calendars.ts';
export { readHolidays, toDays } from './read-json-calendar.ts';
