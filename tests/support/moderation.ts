import type { Moderation } from '../../src/app/moderation-ports.ts';
import type { Removal } from '../../src/core/moderation/removal.ts';
import { sha256 } from '../../src/hash.ts';
import type { Stores } from '../../src/store/open.ts';

export function removal(id: string, over: Partial<Removal> = {}): Removal {
  return {
    id,
    version: 1,
    account: { id: null, name: 'Biblioteket' },
    platform: 'Facebook',
    thing: 'comment',
    foundAt: '2026-11-20T08:00:00.000Z',
    removedAt: '2026-11-20T08:05:00.000Z',
    ground: 'defamation',
    decidedBy: 'editor',
    evidence: { reference: 'Sak 26/123, mappe «Moderering»', sha256: 'a'.repeat(64) },
    notice: { how: 'Melding på plattformen', on: '2026-11-20' },
    note: '',
    country: 'NO',
    recordedAt: '2026-11-20T08:10:00.000Z',
    why: '',
    ...over,
  };
}

/** The log over a store, by the clock of Oslo. */
export function realModeration({ removals, drafts }: Stores): Moderation {
  return { removals, drafts, sha256, zone: 'Europe/Oslo', recordsPlan: '', keepMonths: undefined };
}
