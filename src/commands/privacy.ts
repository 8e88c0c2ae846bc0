import { parseArgs } from 'node:util';
import { openHouses } from '../compose/tenants.ts';
import { readConfig } from '../config.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { open, openStores } from '../main.ts';
import { StoreError } from '../store/errors.ts';
import { archive, verifyArchive } from './privacy-archive.ts';
import { show, verify } from './privacy-audit.ts';
import { erase, exportPerson, userOf } from './privacy-person.ts';
import { purgeNow, retention } from './privacy-retention.ts';

const USAGE = `usage: npm run privacy -- retention [--json]                        what is kept how long, and what would go now
       npm run privacy -- purge                                     deletes what is over; the night does so by itself
       npm run privacy -- export --user CHANNEL:ID [--json] [--out FILE]          everything that is kept of somebody
       npm run privacy -- erase --user CHANNEL:ID [--name NAME]… [--dry-run] [--json]
       npm run privacy -- audit verify [--json]                     whether the log of who saw or changed an assessment holds
       npm run privacy -- audit show [--assessment ID] [--json]
       npm run privacy -- archive --out FOLDER|FILE.zip             what is a record, with checksums
       npm run privacy -- archive --verify FOLDER|FILE.zip
CHANNEL:ID is slack:U…, teams:OBJECT-ID, web:ID, sign-in:SUBJECT or terminal:terminal. With several municipalities: --tenant TENANT.`;

const OPTIONS = {
  tenant: { type: 'string' },
  user: { type: 'string' },
  name: { type: 'string', multiple: true },
  assessment: { type: 'string' },
  out: { type: 'string' },
  verify: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** `privacy`: periods, access, erasure, and the log of who saw what. 0: done or in order · 1: it could not be done · 2: asked for wrongly. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const asked = positionals.join(' ');
  const [config, tenant, json] = [readConfig(), values.tenant ?? LOCAL_TENANT, values.json ?? false];
  if (asked === 'archive' && values.verify !== undefined) return verifyArchive(values.verify);
  if (asked === 'retention' || asked === 'purge' || (asked === 'archive' && values.out !== undefined)) {
    const base = await open(config);
    try {
      const house = await (await openHouses(base)).of(tenant);
      if (asked === 'archive') return await archive(tenant, house, values.out ?? '');
      return asked === 'purge' ? await purgeNow(tenant, house) : await retention(tenant, house, json);
    } finally {
      await base.close();
    }
  }
  const user = values.user === undefined ? undefined : await userOf(values.user, config);
  const person = asked === 'export' || asked === 'erase';
  if (person ? user === undefined : asked !== 'audit verify' && asked !== 'audit show') {
    console.error(USAGE);
    return 2;
  }
  const stores = await openStores(config);
  try {
    if (asked === 'audit verify') return await verify(stores, { tenant: values.tenant, json });
    if (asked === 'audit show') return await show(stores, { tenant, assessment: values.assessment, json });
    if (asked === 'export') return await exportPerson(stores, { tenant, user: user ?? '', json, out: values.out });
    const dry = values['dry-run'] ?? false;
    return await erase(stores, { tenant, user: user ?? '', names: values.name ?? [], dry, json, config });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    await stores.store.close();
  }
}
