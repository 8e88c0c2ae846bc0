import { current, type Dossier } from '../core/assessment/versions.ts';
import type { Action } from '../core/card.ts';
import { helpCard } from '../core/cards/answer-card.ts';
import { assessmentCard } from '../core/cards/assessment-card.ts';
import type { Outgoing } from '../core/message.ts';
import { actorFor, stepAccount } from './accounts.ts';
import { cardOf, countedIn, save, viewOf } from './held-screening.ts';
import { openAssessment } from './open-assessment.ts';
import { findScreening } from './run-screening.ts';
import { shownNow } from './screening-step.ts';
import { below, instead, type Talk } from './talk.ts';

/**
 * Opens the assessment that a verdict calls for. It gets the screening's own id, so that a second press, or one after a crash halfway, finds the
 * same one.
 */
export async function assess(talk: Talk, session: string): Promise<Outgoing[]> {
  const { deps, from, at } = talk;
  const found = await findScreening(talk, session);
  if (!found) return below(helpCard(talk.view));
  const { definition, stored } = found;
  if (stored.assessment !== undefined) return showAssessment(talk, stored.assessment);
  if (shownNow(definition, stored.session).kind !== 'verdict') return instead(cardOf(talk, found));
  const { country, lifted } = stored.session;
  const begun = await openAssessment(deps, {
    tenant: from.tenant,
    id: stored.id,
    by: { kind: 'person', person: from.user, role: 'author' },
    at,
    definition,
    country,
    lang: viewOf(talk, stored).lang,
    answers: countedIn(definition, stored.session),
    lifted,
  });
  if ('error' in begun) return instead(cardOf(talk, found));
  const now = await save(talk, { ...stored, assessment: begun.document.id, at });
  await belongsTo(talk, stored.session.account ?? null, begun.document.id);
  deps.log.info('assessment.opened', { kind: begun.document.kind });
  return [...instead(cardOf(talk, { definition, stored: now })), ...(await showAssessment(talk, begun.document.id))];
}

/** The assessment stands with the account that it was begun for, where whoever began it may say so; else the communications unit writes it in. */
async function belongsTo({ deps, from }: Talk, id: string | null, assessment: string): Promise<void> {
  const account = id === null ? undefined : await deps.accounts.account(from.tenant, id);
  if (!account) return;
  const by = actorFor(account, from.user, 'change', deps);
  await stepAccount(
    { tenant: from.tenant, id: account.id, by, deed: { do: 'change', to: { assessment } }, why: '' },
    deps,
  );
}

export async function showAssessment(talk: Talk, id: string): Promise<Outgoing[]> {
  const dossier = await talk.deps.assessments.dossier(talk.from.tenant, id);
  if (!dossier) return below(helpCard(talk.view));
  await noteSeen(talk, dossier, 'shown');
  return below(atAGlance(talk, dossier));
}

export async function exportAssessment(
  talk: Talk,
  { assessment, format }: Extract<Action, { do: 'export' }>,
): Promise<Outgoing[]> {
  const dossier = await talk.deps.assessments.dossier(talk.from.tenant, assessment);
  if (!dossier) return below(helpCard(talk.view));
  const file = await talk.deps.exportDocument(dossier, talk.view.lang, format);
  if (!file) throw new Error(`The screening of ${assessment} is not in the knowledge folder.`);
  await noteSeen(talk, dossier, 'exported');
  return [{ card: atAGlance(talk, dossier), replaces: false, files: [file] }];
}

/** In a chat nobody acts in a role: whoever sees it is its author, or is somebody who was given its id. */
async function noteSeen({ deps, from, at }: Talk, dossier: Dossier, action: 'shown' | 'exported'): Promise<void> {
  const { tenant, user: person, channel: via } = from;
  const [assessment, version] = [current(dossier).id, dossier.versions.length];
  await deps.audit.note({ tenant, person, role: 'author', action, assessment, version, via, at });
}

function atAGlance({ view }: Talk, dossier: Dossier) {
  const document = current(dossier);
  return assessmentCard({ ...view, country: document.country }, { document, version: dossier.versions.length });
}
