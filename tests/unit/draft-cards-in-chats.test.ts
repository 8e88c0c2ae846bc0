import { describe, expect, test } from 'vitest';
import { messagesOf } from '../../src/channels/slack/blocks.ts';
import { packWhere } from '../../src/channels/slack/place.ts';
import { adaptiveCard } from '../../src/channels/teams/adaptive.ts';
import { helpCard } from '../../src/core/cards/answer-card.ts';
import { draftCard } from '../../src/core/cards/draft-card.ts';
import { understoodCard, understoodRows } from '../../src/core/cards/screening-cards.ts';
import { readDraft, showFindings } from '../../src/core/draft.ts';
import { LANGS } from '../../src/core/language.ts';
import { say } from '../../src/core/locale.ts';
import { startSession } from '../../src/core/screening/session.ts';
import { findPersonal } from '../../src/privacy/find.ts';
import { messageFaults } from '../fakes/slack/block-rules.ts';
import { checkCard } from '../fakes/teams/card-check.ts';
import { viewIn } from '../support/cards.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { photoCheck } from '../support/screening.ts';

/** The longest that a draft, a reading and help can make a card. */

const { locales } = realKnowledge();
const place = packWhere({ channel: 'C024BE91L', root: '1700000000.000100', threaded: true, shared: true });
/** A post in which everything is found, many times over. */
const WORST = `Kan vi poste dette:\n${'Emma Nordmann-Testesen (9) har adhd og bor i Storgata 12, ring 907 12 345, skriv til emma.nordmann@example.com, bilen er EK 12345, se www.emmanordmann.no/bilder/sommer?fbclid=1 og 13085221234.\n'.repeat(60)}`;
/** Every question read, each from as many words as are taken. */
const READ = photoCheck().questions.map((q) => ({
  question: q.id,
  value: q.options[0]?.code ?? '',
  words: 'ord og «anførsel» '.repeat(11).trim(),
}));

describe('the longest cards of a draft and of a reading', () => {
  test.each(LANGS)(
    'keep to what Slack and Teams allow, with every finding shown and none of it in clear (%s)',
    (lang) => {
      const view = viewIn(lang);
      const reading = readDraft(WORST, findPersonal);
      if (!reading) throw new Error('it is a draft');
      const definition = photoCheck();
      const held = { id: 'x'.repeat(36), session: startSession(definition, 'NO') };
      const proposed = READ.map((r) => ({ ...r, by: 'inferred' as const, state: 'proposed' as const }));
      const found = showFindings(WORST, reading);
      expect(found.findings.length + found.more).toBe(reading.findings.length);
      const draft = draftCard(view, found, { do: 'resume', session: held.id }, understoodRows(view, definition, READ));
      for (const card of [draft, understoodCard(view, definition, held, proposed), helpCard(view)]) {
        const words = (key: string, values?: Record<string, string | number>) => say(locales, lang, key, values);
        const messages = messagesOf(card, { place, lang, say: words, href: () => undefined, surface: 'message' });
        for (const { blocks } of messages) expect(messageFaults(blocks)).toEqual([]);
        const adaptive = adaptiveCard(card, { t: words, href: () => null, picture: () => undefined, press: 'execute' });
        checkCard(adaptive);
        for (const drawn of [JSON.stringify(messages), JSON.stringify(adaptive), card.fallback])
          expect(drawn).not.toMatch(/Emma|Nordmann|907 12|12345|example|Storgata|13085/);
      }
      const shown = JSON.stringify(
        messagesOf(draft, {
          place,
          lang,
          say: (k, v) => say(locales, lang, k, v),
          href: () => undefined,
          surface: 'message',
        }),
      );
      for (const { shown: said } of found.findings) expect(shown).toContain(said);
    },
  );
});
