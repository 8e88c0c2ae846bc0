import { inFile, inMemory } from '../support/sqlite.ts';
import { accountStoreContract } from './account-store.contract.ts';

accountStoreContract('the register of accounts in a SQLite file', inFile);

accountStoreContract('the register of accounts in memory', inMemory);
