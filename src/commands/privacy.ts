import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { openStores } from '../main.ts';
import { show, verify } from './privacy-audit.ts';

const USAGE = `usage: npm run privacy -- audit verify [--tenant TENANT] [--json]
       npm run privacy -- audit show [--assessment ID] [--tenant TENANT] [--json]`;

/** `privacy`: who saw or changed an assessment. 0: done or in order · 1: not in order · 2: asked for wrongly. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { tenant: { type: 'string' }, assessment: { type: 'string' }, json: { type: 'boolean' } },
  });
  const asked = positionals.join(' ');
  const options = { ...values, json: values.json ?? false };
  if (asked !== 'audit verify' && asked !== 'audit show') {
    console.error(USAGE);
    return 2;
  }
  const stores = await openStores(readConfig());
  try {
    if (asked === 'audit verify') return await verify(stores, options);
    return await show(stores, { ...options, tenant: values.tenant ?? LOCAL_TENANT });
  } finally {
    await stores.store.close();
  }
}
