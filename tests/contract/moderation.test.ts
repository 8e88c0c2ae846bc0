import { inFile, inMemory } from '../support/sqlite.ts';
import { moderationContract } from './moderation.contract.ts';

moderationContract('the moderation log, in a SQLite file', inFile);

moderationContract('the moderation log, in memory', inMemory);
