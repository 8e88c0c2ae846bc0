import type { Learn } from './learn-ports.ts';

/** Learning as one tenant has it: with its own offices, and those that are everybody's. */
export function learnFor<L extends Pick<Learn, 'owners'>>(learn: L, tenant: string): L {
  const owners = learn.owners.filter((o) => o.tenant === undefined || o.tenant === tenant);
  return owners.length === learn.owners.length ? learn : { ...learn, owners };
}
