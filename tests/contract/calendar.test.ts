import { inFile, inMemory } from '../support/sqlite.ts';
import { calendarContract } from './calendar.contract.ts';

calendarContract('the calendar, in a SQLite file', inFile);

calendarContract('the calendar, in memory', inMemory);
