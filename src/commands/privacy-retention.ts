import { duePurge, purge } from '../app/purge.ts';
import { FIXED, type KeptFor } from '../core/privacy/retention.ts';
import type { Varsam } from '../main.ts';

/** What a municipality's own file says of its periods, and by which clock its days count. */
export const retentionOf = ({ municipality, config }: Pick<Varsam, 'municipality' | 'config'>) => ({
  settings: municipality(config.country, 'en').retention,
  zone: config.digest.zone,
});

const words = ({ period }: KeptFor): string =>
  period === null ? 'for good' : 'months' in period ? `${period.months} months` : `${period.days} days`;

/** `retention`: each kind with its period and ground, and how many would go now. Changes nothing. */
export async function retention(tenant: string, house: Varsam, json: boolean): Promise<number> {
  const due = await duePurge(tenant, retentionOf(house), house);
  if (json) {
    console.log(JSON.stringify({ tenant, kinds: due, fixed: FIXED }, null, 2));
    return 0;
  }
  for (const kept of due) {
    const over = kept.before === null ? '' : ` ${kept.gone} would go now (before ${kept.before.slice(0, 10)}).`;
    console.log(`${kept.kind}: ${words(kept)} from ${kept.from}.${over}\n    ${kept.ground}`);
  }
  for (const [kind, { kept, ground }] of Object.entries(FIXED)) console.log(`${kind}: ${kept}.\n    ${ground}`);
  return 0;
}

/** `purge`: the night's purge, now. */
export async function purgeNow(tenant: string, house: Varsam): Promise<number> {
  const gone = (await purge(tenant, retentionOf(house), house)).filter((g) => g.gone > 0);
  await house.retention.scrub('log');
  for (const { kind, gone: n } of gone) console.log(`${kind}: ${n} deleted.`);
  if (gone.length === 0) console.log('Nothing is over.');
  return 0;
}
