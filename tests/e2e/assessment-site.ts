import { randomUUID } from 'node:crypto';
import type { Log } from '../../src/app/ports.ts';
import type { Audit } from '../../src/app/privacy-ports.ts';
import type { Assessments } from '../../src/app/screening-ports.ts';
import { createWebApp, type Listening, listen } from '../../src/channels/web/server.ts';
import { documentExporter } from '../../src/compose/documents.ts';
import { defaultMunicipality } from '../../src/core/assessment/default-municipality.ts';
import type { Assessment } from '../../src/core/assessment/document.ts';
import type { Dossier } from '../../src/core/assessment/versions.ts';
import { LOCAL_TENANT } from '../../src/core/message.ts';
import { mask } from '../../src/privacy/mask.ts';
import { openSqlite } from '../../src/store/open.ts';
import { fresh, opened } from '../support/assessment.ts';
import { realKnowledge } from '../support/knowledge.ts';

export type AssessmentSite = Listening & {
  assessments: Assessments;
  audit: Audit;
  logged: string[];
  /** Stores an assessment, by default the one of a new Facebook page, and gives its address. */
  begin: (document?: Assessment) => Promise<string>;
  /** The assessment as it is stored now. */
  now: (url: string) => Promise<Dossier>;
};

let made = 0;

/** The pages of assessments on a free port of this machine, with the real knowledge; nobody answers questions here. */
export async function startAssessmentSite(): Promise<AssessmentSite> {
  const logged: string[] = [];
  const note = (...parts: unknown[]) => {
    logged.push(parts.map((p) => (p instanceof Error ? p.stack : JSON.stringify(p))).join(' '));
  };
  const log: Log = { info: note, warn: note, error: note };
  const { store, assessments, audit } = await openSqlite(':memory:');
  const knowledge = realKnowledge();
  const config = { tenant: LOCAL_TENANT, host: '127.0.0.1', country: 'NO', lang: undefined } as const;
  const app = createWebApp({
    converse: async () => [],
    showing: async () => undefined,
    assessment: {
      assessments,
      audit,
      mask,
      municipality: defaultMunicipality,
      exportDocument: documentExporter(knowledge),
    },
    clock: { now: () => new Date('2026-11-18T13:02:00.000Z') },
    ids: { next: () => `${String(++made).padStart(12, '0')}-${randomUUID().slice(9)}` },
    ...{ store, knowledge, log, config },
  });
  const server = await listen(app, { ...config, port: 0 }, 500);
  return {
    ...server,
    assessments,
    audit,
    logged,
    begin: async (document = fresh()) => {
      const id = `a-${++made}`;
      for (const version of opened({ ...document, id }).versions) await assessments.append('local', version);
      return `${server.url}/assessment/${id}`;
    },
    now: async (url) => {
      const dossier = await assessments.dossier('local', url.split('/').at(-1) ?? '');
      if (!dossier) throw new Error(`no assessment at ${url}`);
      return dossier;
    },
    close: async () => {
      await server.close();
      await store.close();
    },
  };
}
