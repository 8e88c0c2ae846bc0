import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Handled } from '../../app/handle-question.ts';
import { Lang } from '../../core/language.ts';
import { answerCard, draft, pendingTurn, questionHeading } from './answer-card.ts';
import type { Entry } from './asking.ts';
import { chatPage, intro, pageTitle, ticketFields } from './chat-page.ts';
import { ID, keepConversation } from './cookies.ts';
import { faultCode, isHtmx, seeOther, wantsStream } from './faults.ts';
import { type Html, html } from './html.ts';
import { chatHead } from './layout.ts';
import { turnLink } from './links.ts';
import { type Reader, speaker } from './reader.ts';
import { type Site, TENANT } from './site.ts';
import { atMostEvery, into, openStream, type Stream } from './stream.ts';

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

type Invalid = Extract<Handled, { kind: 'invalid' }>;
type Given = { reader: Reader; question: string; token: string; ui: Lang };

/** POST /ask: with htmx a stream into the page, else the page again, one redirect later. */
export function askRoute(site: Site): RequestHandler {
  return async (req, res) => {
    const { reader } = await site.visit(req);
    const { question, token, ui } = AskForm.parse(req.body ?? {});
    const drafts = createDrafts();
    const entry = site.asking.once(token, question, reader.conversation ?? site.ids.next(), (conversation) =>
      site.handle(
        {
          tenant: TENANT,
          conversation,
          channel: 'web',
          text: question,
          lang: reader.settings.lang ?? undefined,
          country: reader.settings.country,
          capture: true,
        },
        drafts.grow,
      ),
    );
    // What can't be a question is known before anything is searched: give that one turn of the loop, and no pending card is drawn for it.
    const early = await Promise.race([entry.done, new Promise<null>((resolve) => setImmediate(resolve, null))]);
    if (early?.kind === 'invalid')
      return sayInvalid(
        early,
        { reader, question, token: token ?? site.ids.next(), ui: ui ?? reader.lang },
        req,
        res,
        site,
      );
    if (entry.conversation !== reader.conversation) keepConversation(req, res, entry.conversation);
    if (wantsStream(req))
      return stream(
        entry,
        { reader, question, token: token ?? site.ids.next(), ui: ui ?? reader.lang },
        drafts,
        res,
        site,
      );
    const handled = await entry.done;
    seeOther(res, handled.kind === 'answer' ? turnLink(handled.turn) : '/');
  };
}

async function sayInvalid(invalid: Invalid, given: Given, req: Request, res: Response, site: Site): Promise<void> {
  const { knowledge, assets, ids } = site;
  const message = speaker(knowledge, given.reader.lang)(invalid.key, invalid.values);
  res.status(422).type('html');
  if (isHtmx(req)) {
    res.send(into('#ask-error', message).text);
    return;
  }
  const { reader, turns } = await site.visit(req);
  const kept = await site.kept(reader, turns);
  res.send(
    chatPage(
      { reader, turns, kept, noted: null, token: ids.next(), failed: { text: given.question, message } },
      knowledge,
      assets,
    ),
  );
}

/** The question at once, then drafts where a model writes some, then the answer in their place, said aloud once. */
async function stream(entry: Entry, given: Given, drafts: Drafts, res: Response, site: Site): Promise<void> {
  const { knowledge, clock, log } = site;
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
  try {
    const handled = await entry.done;
    quiet();
    if (handled.kind === 'answer') sendAnswer(out, handled, { reader, token, ui }, clock.now().toISOString(), site);
    else out.send(into(`#reply-${token}`, html`<p class="error">${t(handled.key, handled.values)}</p>`));
  } catch (error) {
    quiet();
    const code = faultCode(site);
    log.error('web.failed', error, { code });
    const message = t('error', { id: code });
    out.send(
      html`${into(`#reply-${token}`, html`<p class="error">${message}</p>`)}${into('#live', html`<span lang="${ui}">${message}</span>`)}${into('.ticket', ticketFields({ ...reader, lang: ui }, site.ids.next()))}`,
    );
  } finally {
    out.end();
  }
}

function sendAnswer(
  out: Stream,
  handled: Extract<Handled, { kind: 'answer' }>,
  given: { reader: Reader; token: string; ui: Lang },
  at: string,
  site: Site,
): void {
  const { knowledge, ids } = site;
  const { reader, token, ui } = given;
  const { turn: id, answer, masked, captured } = handled;
  const turn = { id, question: masked, answer, at };
  const after: Reader = { ...reader, lang: reader.settings.lang ?? answer.lang };
  const t = speaker(knowledge, answer.lang);
  const spoken = html`<span lang="${answer.lang}">${t('web.answer_ready')} ${answer.text}</span>`;
  out.send(
    html`${into(`#reply-${token}`, answerCard({ turn, kept: captured !== null, noted: false }, knowledge))}${into(
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
