import type { Request, Response } from 'express';
import type { ExportDocument } from '../../app/converse-ports.ts';
import type { Mask } from '../../app/ports.ts';
import type { Audit } from '../../app/privacy-ports.ts';
import type { Assessments } from '../../app/screening-ports.ts';
import { movesFor, type WriteDeps, type Writer } from '../../app/write-assessment.ts';
import { type Municipality, Role } from '../../core/assessment/roles.ts';
import { type Dossier, type Standing, standingOf } from '../../core/assessment/versions.ts';
import type { Country, Lang } from '../../core/language.ts';
import type { SigningView } from './assessment-signing.ts';
import { cookie, cookieOptions, keepPerson, personOf, YEAR_MS } from './cookies.ts';
import { RequestFault } from './faults.ts';
import { type Reader, speaker } from './reader.ts';
import { sessionOf } from './session.ts';
import type { Site } from './site.ts';

/** What the pages of assessments need of the world, beside the chat. */
export type AssessmentDeps = {
  assessments: Assessments;
  /** Who saw it; who changed it is noted with the change. */
  audit: Audit;
  /** Free text goes through it before it is stored. */
  mask: Mask;
  municipality: (country: Country, lang: Lang) => Municipality;
  exportDocument: ExportDocument;
};

const ROLE = 'varsam_role';

/** The roles that a reader may choose to act in: on a machine where nobody signs in, all of them; else those that their groups give them. */
export function rolesOf(req: Request, { signIn }: Pick<Site, 'signIn'>): readonly Role[] {
  if (!signIn) return Role.options;
  return ['author', ...(sessionOf(req)?.roles.filter((role) => role !== 'author') ?? [])];
}

/**
 * Who writes, in the role they have chosen among theirs. Where nobody signs in a person is a browser, which is enough to keep whoever wrote from signing
 * it, and the role is their own word.
 */
export function writerOf(req: Request, res: Response, site: Site): Writer {
  const person = personOf(req) ?? site.ids.next();
  if (personOf(req) === null) keepPerson(req, res, person);
  const role = rolesOf(req, site).find((r) => r === cookie(req, ROLE)) ?? 'author';
  return { kind: 'person', person: `web-${person}`, role };
}

export function keepRole(req: Request, res: Response, role: Role): void {
  res.cookie(ROLE, role, { ...cookieOptions(req), maxAge: YEAR_MS });
}

export function writeDeps(req: Request, site: Site, deps: AssessmentDeps): WriteDeps {
  const { assessments, mask } = deps;
  const { clock, knowledge } = site;
  const municipality: WriteDeps['municipality'] = (country, lang) => seated(deps.municipality(country, lang), req);
  return { assessments, mask, municipality, clock, definitions: knowledge.screenings, openSeats: !site.signIn };
}

/** The municipality with whoever has signed in among the people of the roles that their groups give them. */
function seated(municipality: Municipality, req: Request): Municipality {
  const session = sessionOf(req);
  if (!session) return municipality;
  const person = `web-${session.person}`;
  const roles = { ...municipality.roles };
  for (const role of session.roles) {
    const { people = [], deputies = [], ...seat } = roles[role] ?? {};
    roles[role] = { ...seat, deputies, people: deputies.includes(person) ? people : [...people, person] };
  }
  return { ...municipality, roles };
}

/** A part of the page needs no history: for that, how the assessment stands is enough. */
type Seen = { req: Request; at: Dossier | Standing; reader: Reader; writer: Writer };

/** An assessment as this reader sees it now. */
export function viewOf(
  { req, at, reader, writer }: Seen,
  more: Partial<SigningView>,
  site: Site,
  deps: AssessmentDeps,
): SigningView {
  const { knowledge } = site;
  const { lang } = reader;
  const dossier = 'versions' in at ? at : { format: 'varsam-assessment/1' as const, versions: [at.last] };
  const standing = 'versions' in at ? standingOf(at) : at;
  const d = standing.last.document;
  const definition = knowledge.screenings.find((s) => s.id === d.screening.definition);
  if (!definition) throw new RequestFault(404, 'web.not_found');
  return {
    ...{ dossier, d, definition, knowledge, lang, writer },
    municipality: deps.municipality(d.country, lang),
    t: speaker(knowledge, lang),
    version: standing.last.number,
    draft: d.state === 'draft',
    held: new Map(),
    notes: new Map(),
    said: null,
    open: null,
    focus: null,
    signing: { moves: movesFor(standing, writer, writeDeps(req, site, deps)), refused: null },
    ...more,
  };
}
