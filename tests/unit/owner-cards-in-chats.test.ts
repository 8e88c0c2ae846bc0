import { describe, expect, test } from 'vitest';
import { messagesOf } from '../../src/channels/slack/blocks.ts';
import { packWhere } from '../../src/channels/slack/place.ts';
import { adaptiveCard } from '../../src/channels/teams/adaptive.ts';
import type { Card } from '../../src/core/card.ts';
import { wordsCard } from '../../src/core/cards/asker-cards.ts';
import { digestCard } from '../../src/core/cards/learning-cards.ts';
import { answerFormCard, chooseCard, closeCard } from '../../src/core/cards/owner-cards.ts';
import { LANGS } from '../../src/core/language.ts';
import { planDigest } from '../../src/core/learning/digest.ts';
import { say } from '../../src/core/locale.ts';
import { messageFaults } from '../fakes/slack/block-rules.ts';
import { checkCard } from '../fakes/teams/card-check.ts';
import { viewIn } from '../support/cards.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { asked, group, OSLO, owner } from '../support/learning.ts';

/** The cards of those responsible as the two chats draw them: within their limits, with everything that must be on them. */

const { locales } = realKnowledge();
const place = packWhere({ channel: 'C024BE91L', root: '1712345678.000100', threaded: true, shared: true });

function cards(lang: (typeof LANGS)[number]): Card[] {
  const view = viewIn(lang);
  const one = group('g1', [
    asked('q1', { question: `${'Kan vi strømme kommunestyremøtet på Facebook? '.repeat(20)}` }),
  ]);
  const many = Array.from({ length: 9 }, (_, i) => group(`g${i}`, [asked(`q${i}`)]));
  const facts = { groups: many, experts: [], received: [], written: [], assessments: [], last: {} };
  const { week, recipients } = planDigest(facts, new Date('2026-11-23T07:00:00Z'), {
    owners: [owner('kom')],
    zone: OSLO.zone,
  });
  const [forOne] = recipients;
  if (!forOne) throw new Error('a recipient');
  const lines = Array.from({ length: 8 }, (_, i) => ({
    value: `ks-article:${i + 1}-${i + 2}`,
    label: 'x'.repeat(106),
  }));
  const form = {
    text: 'x'.repeat(3900),
    find: 'y',
    cites: ['ks-article:1-2'],
    country: 'NO',
    unit: '',
    review: '2027-11-01',
  };
  return [
    digestCard(view, week, forOne),
    answerFormCard(view, one, { ...form, text: '' }, { lines: [], by: 'Kom', errors: { text: 'x', review: 'y' } }),
    answerFormCard(view, one, { ...form, text: 'Kort.' }, { lines, by: 'Kom', approver: 'Arkiv' }),
    chooseCard(view, one, 'pass', [{ value: 'a', label: 'A' }]),
    chooseCard(view, one, 'merge', []),
    closeCard(view, one, 'x'),
    wordsCard(view, 't1', { text: 'Kan vi det?', name: null, why: 'person' }),
  ];
}

describe('the cards of those responsible', () => {
  test.each(LANGS)('keep to what Slack and Teams allow, with every button and field (%s)', (lang) => {
    const words = (key: string, values?: Record<string, string | number>) => say(locales, lang, key, values);
    for (const card of cards(lang)) {
      const messages = messagesOf(card, { place, lang, say: words, href: () => undefined, surface: 'message' });
      for (const { blocks } of messages) expect(messageFaults(blocks)).toEqual([]);
      const inSlack = JSON.stringify(messages.map((m) => m.blocks));
      const adaptive = adaptiveCard(card, { t: words, href: () => null, picture: () => undefined, press: 'execute' });
      checkCard(adaptive);
      const inTeams = JSON.stringify(adaptive);
      for (const part of card.parts) {
        const buttons =
          part.kind === 'buttons' ? part.buttons : part.kind === 'form' ? [part.submit, ...part.also] : [];
        for (const { action } of buttons) {
          const packed = JSON.stringify(JSON.stringify(action)).slice(1, -1);
          expect(inSlack).toContain(packed);
          expect(inTeams).toContain(packed);
        }
        for (const field of part.kind === 'form' ? part.fields : []) {
          expect(inSlack).toContain(`"f.${field.id}"`);
          expect(inTeams).toContain(`:${field.id}"`);
        }
      }
    }
  });
});
