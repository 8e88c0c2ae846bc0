import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { StoredTurn } from '../../app/ports.ts';
import { errorKey } from '../../app/trouble.ts';
import { commandIn } from '../../core/command.ts';
import { Lang } from '../../core/language.ts';
import type { Command, Outgoing } from '../../core/message.ts';
import { answerCard, draft, pendingTurn, questionHeading } from './answer-card.ts';
import type { Entry } from './asking.ts';
import { WORK } from './card.ts';
import { intro, pageTitle, ticketFields } from './chat-page.ts';
import { ID, keepConversation } from './cookies.ts';
import { faultCode, isHtmx, seeOther, wantsStream } from './faults.ts';
import { type Html, html } from './html.ts';
import { chatHead } from './layout.ts';
import { turnLink } from './links.ts';
import { type Reader, speaker } from './reader.ts';
import type { Site } from './site.ts';
import { atMostEvery, into, openStream, type Stream } from './stream.ts';
import { addressOf, drawn, envelope, senderOf } from './work.ts';

const AskForm = z.object({
  question: z.string().catch(''),
  token: z.string().regex(ID).nullable().catch(null),
  ui: Lang.nullable().catch(null),
});

/** How often a growing draft is shown, and how long a search is silent before the reader is told that it goes on. */
const DRAFT_MS = 120;
const SILENT_MS = 1500;

/** A growing text and the one who shows it, whichever comes first. */
type Drafts = { grow: (text: string) => void; follow: (show: ((text: string) => void) | null) => void };

function createDrafts(): Drafts {
  let latest = '';
  let shown: ((text: string) => void) | null = null;
  return {
    grow: (text) => {
      latest = text;
      shown?.(text);
    },
    follow: (show) => {
      shown = show;
      if (latest) show?.(latest);
    },
  };
}

type Given = { reader: Reader; question: string; token: string; ui: Lang };

/** POST /ask: with htmx a stream into the page, else the page again, one redirect later. */
export function askRoute(site: Site): RequestHandler {
  return async (req, res) => {
    const { reader } = await site.visit(req);
    const { question, token, ui } = AskForm.parse(req.body ?? {});
    const drafts = createDrafts();
    const from = envelope(senderOf(req, res, reader, site), reader, site);
    const entry = site.asking.once(token, question, from.conversation, () =>
      site.converse({ ...from, ...written(question) }, drafts.grow),
    );
    // A second sending joins the first, and so the browser belongs to its conversation.
    if (entry.conversation !== from.conversation) keepConversation(req, res, entry.conversation);
    // What can't be a question is known before anything is searched: give that one turn of the loop, and no pending card is drawn for it.
    const early = await Promise.race([entry.done, new Promise<null>((resolve) => setImmediate(resolve, null))]);
    const problem = early?.find((o) => o.problem)?.problem;
    if (problem && !problem.fault) return sayProblem(problem, question, req, res, site);
    if (wantsStream(req))
      return stream(
        entry,
        { reader, question, token: token ?? site.ids.next(), ui: ui ?? reader.lang },
        drafts,
        res,
        site,
      );
    const out = await entry.done;
    const failed = out.find((o) => o.problem)?.problem;
    const [turn] = out.flatMap((o) => o.turn ?? []);
    if (failed) await sayProblem(failed, question, req, res, site);
    else if (turn) seeOther(res, turnLink(turn));
    else {
      const address = await addressOf(out, from, site);
      if (address) seeOther(res, address);
      else await site.showChat(req, res, { ...(await site.visit(req)), cards: workOf(out) });
    }
  };
}

/** What belongs below the conversation: every card that is no answer. */
const workOf = (out: readonly Outgoing[]) => out.filter((o) => o.turn === undefined && !o.problem);

/** `/dpia-start new page for the library` does here what it does in every other channel. */
function written(text: string): { kind: 'text'; text: string } | { kind: 'command'; command: Command; text: string } {
  const command = commandIn(text);
  return command ? { kind: 'command', ...command } : { kind: 'text', text };
}

/** What could not be taken, beside the box it was written in, with what was written. */
async function sayProblem(
  { key, values, fault }: NonNullable<Outgoing['problem']>,
  question: string,
  req: Request,
  res: Response,
  site: Site,
): Promise<void> {
  const visit = await site.visit(req);
  const message = speaker(site.knowledge, visit.reader.lang)(key, values);
  res.status(fault ? (key === 'error' ? 500 : 503) : 422).type('html');
  if (isHtmx(req)) res.send(into('#ask-error', message).text);
  else await site.showChat(req, res, { ...visit, failed: { text: question, message } });
}

/** The question at once, then drafts where a model writes some, then the answer in their place, said aloud once. */
async function stream(entry: Entry, given: Given, drafts: Drafts, res: Response, site: Site): Promise<void> {
  const { knowledge, log } = site;
  const { question, token, ui, reader } = given;
  const t = speaker(knowledge, ui);
  const out = openStream(res);
  out.send(html`${pendingTurn(token, question.trim(), t)}${into('#ask-error', '')}`);
  const patience = setTimeout(() => out.send(into('#live', html`<span lang="${ui}">${t('seen')}</span>`)), SILENT_MS);
  const shown = atMostEvery<string>(DRAFT_MS, (text) => out.send(into(`#reply-${token}`, draft(text, t))));
  drafts.follow(shown.push);
  const quiet = () => {
    clearTimeout(patience);
    shown.stop();
    drafts.follow(null);
  };
  const fail = (message: string) =>
    out.send(
      html`${into(`#reply-${token}`, html`<p class="error">${message}</p>`)}${into('#live', html`<span lang="${ui}">${message}</span>`)}${into('.ticket', ticketFields({ ...reader, lang: ui }, site.ids.next()))}`,
    );
  try {
    const outgoing = await entry.done;
    quiet();
    const problem = outgoing.find((o) => o.problem)?.problem;
    const [id] = outgoing.flatMap((o) => o.turn ?? []);
    const turn = id === undefined ? undefined : await site.store.turn(site.config.tenant, id);
    const cards = workOf(outgoing);
    if (problem?.fault) fail(t(problem.key, problem.values));
    // Beside the box, where the script puts back what was written.
    else if (problem)
      out.send(html`${into(`#p-${token}`, '', 'outerHTML')}${into('#ask-error', t(problem.key, problem.values))}`);
    else if (turn)
      await sendAnswer(out, turn, { reader: { ...reader, conversation: entry.conversation }, token, ui }, site);
    // What was written was no question: the card below takes its place.
    else
      out.send(
        html`${into(`#p-${token}`, '', 'outerHTML')}${into('.ticket', ticketFields({ ...reader, lang: ui }, site.ids.next()))}`,
      );
    if (cards.length > 0) out.send(into(`#${WORK}`, drawn(cards, site, !turn)));
  } catch (error) {
    quiet();
    const code = faultCode(site);
    log.error('web.failed', error, { code });
    fail(t(errorKey(error), { id: code }));
  } finally {
    out.end();
  }
}

async function sendAnswer(
  out: Stream,
  turn: StoredTurn,
  given: { reader: Reader; token: string; ui: Lang },
  site: Site,
): Promise<void> {
  const { knowledge, ids } = site;
  const { reader, token, ui } = given;
  const { answer, question: masked } = turn;
  const kept = await site.kept(reader, [turn]);
  const after: Reader = { ...reader, lang: reader.settings.lang ?? answer.lang };
  const t = speaker(knowledge, answer.lang);
  const spoken = html`<span lang="${answer.lang}">${t('web.answer_ready')} ${answer.text}</span>`;
  out.send(
    html`${into(`#reply-${token}`, answerCard({ turn, kept: kept.get(turn.id), noted: false }, knowledge))}${into(
      `#q-${token}`,
      questionHeading(token, masked, t, answer.lang),
      'outerHTML',
    )}${into('.ticket', ticketFields(after, ids.next()))}${after.lang !== ui && frame(after, site)}${into('#live', spoken)}`,
  );
}

/** The words around the conversation, where its language has changed. The box itself stays: somebody may be writing in it. */
function frame(reader: Reader, { knowledge }: Site): Html {
  const t = speaker(knowledge, reader.lang);
  return html`<title>${pageTitle(t)}</title>${into('#top', chatHead(reader, knowledge), 'outerHTML')}${into('#intro', intro(t))}${into('#ask-label', t('web.ask.label'))}${into(
    '#ask-button',
    t('web.ask.button'),
  )}${into('#ask-hint', t('web.ask.hint'))}${into('#skip', t('web.skip'))}`;
}
