import type { Request, Response } from 'express';
import type { ExportDocument } from '../../app/converse-ports.ts';
import type { Mask } from '../../app/ports.ts';
import type { Assessments } from '../../app/screening-ports.ts';
import { movesFor, type WriteDeps, type Writer } from '../../app/write-assessment.ts';
import { type Municipality, Role } from '../../core/assessment/roles.ts';
import { current, type Dossier } from '../../core/assessment/versions.ts';
import type { Country, Lang } from '../../core/language.ts';
import type { SigningView } from './assessment-signing.ts';
import { cookie, cookieOptions, keepPerson, personOf, YEAR_MS } from './cookies.ts';
import { RequestFault } from './faults.ts';
import { type Reader, speaker } from './reader.ts';
import { isLoopback } from './security.ts';
import type { Site } from './site.ts';

/** What the pages of assessments need of the world, beside the chat. */
export type AssessmentDeps = {
  assessments: Assessments;
  /** Free text goes through it before it is stored. */
  mask: Mask;
  municipality: (country: Country, lang: Lang) => Municipality;
  exportDocument: ExportDocument;
};

const ROLE = 'varsam_role';

/** Whether readers may choose the role they act in: only on this machine, where nobody signs in. */
export function choosesRole(site: Pick<Site, 'config'>): boolean {
  return isLoopback(site.config.host);
}

/**
 * Who writes. Nobody signs in, so a person is a browser: enough to keep whoever wrote from signing it. Their role is their own word, and on a network
 * nobody's word is taken for more than an author's.
 */
export function writerOf(req: Request, res: Response, site: Site): Writer {
  const person = personOf(req) ?? site.ids.next();
  if (personOf(req) === null) keepPerson(req, res, person);
  const role = choosesRole(site) ? Role.catch('author').parse(cookie(req, ROLE)) : 'author';
  return { kind: 'person', person: `web-${person}`, role };
}

export function keepRole(req: Request, res: Response, role: Role): void {
  res.cookie(ROLE, role, { ...cookieOptions(req), maxAge: YEAR_MS });
}

export function writeDeps(site: Site, deps: AssessmentDeps): WriteDeps {
  const { assessments, mask, municipality } = deps;
  const { clock, knowledge } = site;
  return { assessments, mask, municipality, clock, definitions: knowledge.screenings, openSeats: choosesRole(site) };
}

type Seen = { dossier: Dossier; reader: Reader; writer: Writer };

/** An assessment as this reader sees it now. */
export function viewOf(
  { dossier, reader, writer }: Seen,
  more: Partial<SigningView>,
  site: Site,
  deps: AssessmentDeps,
): SigningView {
  const { knowledge } = site;
  const { lang } = reader;
  const d = current(dossier);
  const definition = knowledge.screenings.find((s) => s.id === d.screening.definition);
  if (!definition) throw new RequestFault(404, 'web.not_found');
  return {
    ...{ dossier, d, definition, knowledge, lang, writer },
    municipality: deps.municipality(d.country, lang),
    t: speaker(knowledge, lang),
    version: dossier.versions.length,
    draft: d.state === 'draft',
    held: new Map(),
    notes: new Map(),
    said: null,
    open: null,
    focus: null,
    signing: { moves: movesFor(dossier, writer, writeDeps(site, deps)), refused: null },
    ...more,
  };
}
