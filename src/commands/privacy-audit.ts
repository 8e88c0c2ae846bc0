import type { Audit } from '../app/privacy-ports.ts';
import type { AuditFault } from '../core/privacy/audit.ts';

type Options = { tenant?: string | undefined; assessment?: string | undefined; json: boolean };

const WORDS: Record<AuditFault['kind'], string> = {
  gap: 'is missing, or another stands in its place',
  broken: 'does not follow from the one before it',
  changed: 'is not as it was written',
  end: 'is where the log should end: entries behind it are missing or were added, or its signature is not ours',
};

/** `audit verify`: walks the log of one municipality, or of each. 1 where one does not hold. */
export async function verify({ audit }: { audit: Audit }, { tenant, json }: Options): Promise<number> {
  const tenants = tenant === undefined ? await audit.tenants() : [tenant];
  const found = [];
  for (const one of tenants) found.push({ tenant: one, ...(await audit.verify(one)) });
  if (json) console.log(JSON.stringify(found, null, 2));
  else if (found.length === 0) console.log('Nobody has seen or changed an assessment yet.');
  else
    for (const { tenant: one, entries, fault } of found)
      console.log(
        fault
          ? `${one}: NOT in order. Entry ${fault.seq} ${WORDS[fault.kind]}. ${entries} before it hold.`
          : `${one}: in order, ${entries} entries.`,
      );
  return found.some(({ fault }) => fault) ? 1 : 0;
}

/** `audit show`: the entries, each person by their pseudonym. */
export async function show({ audit }: { audit: Audit }, { tenant = '', assessment, json }: Options): Promise<number> {
  const entries = await audit.entries(tenant, assessment === undefined ? {} : { assessment });
  if (json) console.log(JSON.stringify(entries, null, 2));
  else
    for (const { seq, at, action, version, via, role, person, assessment: id } of entries)
      console.log(`${seq}  ${at}  ${id}  version ${version}  ${action}  ${via}  ${role}  ${person.slice(0, 12)}`);
  return 0;
}
