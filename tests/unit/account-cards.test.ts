import { describe, expect, test } from 'vitest';
import { messagesOf } from '../../src/channels/slack/blocks.ts';
import { modalOf } from '../../src/channels/slack/modal.ts';
import { packWhere } from '../../src/channels/slack/place.ts';
import { adaptiveCard } from '../../src/channels/teams/adaptive.ts';
import { channelFacts } from '../../src/core/accounts/channel-facts.ts';
import { ASKS, CARD_DEEDS } from '../../src/core/accounts/deeds.ts';
import { FIELD_CITES } from '../../src/core/accounts/field-cites.ts';
import { FORM_FIELDS, type FormFault, formOf, readForm } from '../../src/core/accounts/form.ts';
import { refusalText } from '../../src/core/accounts/words.ts';
import type { Card } from '../../src/core/card.ts';
import { accountCard, accountListCard, chooseAccountCard, stepCard } from '../../src/core/cards/account-cards.ts';
import { accountFormCard } from '../../src/core/cards/account-form-card.ts';
import { locateQuote } from '../../src/core/guideline.ts';
import { COUNTRIES, LANGS } from '../../src/core/language.ts';
import { say } from '../../src/core/locale.ts';
import { messageFaults, viewFaults } from '../fakes/slack/block-rules.ts';
import { checkCard } from '../fakes/teams/card-check.ts';
import { active, agreed, LIBRARY, lived, MANAGER, proposed } from '../support/accounts.ts';
import { expectSound, labelsOf, unluckyWords, viewIn } from '../support/cards.ts';
import { realKnowledge } from '../support/knowledge.ts';

/** Every card of the register in one language and country. */
function cardsIn(lang: (typeof LANGS)[number], country: (typeof COUNTRIES)[number]): Card[] {
  const view = viewIn(lang, country);
  const states = [proposed(), agreed(), active(), lived(active(), [{ do: 'close' }, MANAGER, 'Ingen svarer.'])];
  const faults = Object.fromEntries(FORM_FIELDS.map((f) => [f, 'required' as FormFault]));
  const facts = (a: (typeof states)[number]) => channelFacts(a, undefined, '2026-11-02');
  return [
    accountListCard(view, []),
    accountListCard(view, states),
    ...states.map((account) => accountCard(view, { account, may: CARD_DEEDS, changes: true, facts: facts(account) })),
    ...(['basic', 'rest'] as const).flatMap((part) => [
      accountFormCard(view, { part, form: {}, account: null }),
      accountFormCard(view, { part, form: formOf(LIBRARY), account: active(), faults }),
      accountFormCard(view, {
        part,
        form: formOf(LIBRARY),
        account: null,
        preview: { facts: LIBRARY, masked: ['purpose'] },
      }),
    ]),
    ...CARD_DEEDS.filter((d) => ASKS[d]).map((d) => stepCard(view, proposed(), d)),
    chooseAccountCard(view, { id: 's1' }, states, 'Sjekk'),
  ];
}

describe('the cards of the register', () => {
  test.each(LANGS.flatMap((lang) => COUNTRIES.map((country) => [lang, country] as const)))(
    'in %s for %s are sound, keep to the words that varsam uses, and break no limit of Slack or Teams',
    (lang, country) => {
      const t = (key: string, values?: Record<string, string | number>) =>
        say(realKnowledge().locales, lang, key, values);
      const place = packWhere({ channel: 'D024BE91L', root: '', threaded: false, shared: false });
      const drawn = { place, lang, say: t, href: () => 'https://varsam.example/x', surface: 'message' } as const;
      for (const card of cardsIn(lang, country)) {
        expectSound(card);
        expect(unluckyWords(card)).toEqual([]);
        for (const { blocks } of messagesOf(card, drawn)) expect(messageFaults(blocks)).toEqual([]);
        const { surface: _, ...inModal } = drawn;
        const modal = modalOf(card, inModal, { place });
        if (modal) expect(viewFaults(modal)).toEqual([]);
        const teams = adaptiveCard(card, {
          ...{ t, href: () => 'https://varsam.example/x', press: 'execute' as const },
          picture: () => '',
        });
        expect(checkCard(teams).faults, card.fallback).toEqual([]);
      }
    },
  );

  test('every refusal and every fault has its words in each language', () => {
    const { locales } = realKnowledge();
    const codes = [
      ...['bot', 'not_both', 'already', 'no_reason', 'not_theirs', 'no_snapshot', 'nothing_new', 'future'],
    ] as const;
    for (const lang of LANGS) {
      const texts = [
        ...codes.map((code) => refusalText({ locales, lang }, { code } as never)),
        refusalText({ locales, lang }, { code: 'wrong_role', roles: ['unit', 'editor'] }),
        refusalText({ locales, lang }, { code: 'wrong_state', state: 'active' }),
        refusalText({ locales, lang }, { code: 'incomplete', fields: ['audience', 'substitute'] }),
      ];
      for (const text of texts) expect(text).not.toMatch(/^account\.|\{\w+\}/);
    }
  });

  test('two accounts with one name are told apart by their platform, in the room of a button', () => {
    const both = [
      active({ name: 'Fjordvik kommune og omegn' }, 'a'),
      active({ name: 'Fjordvik kommune og omegn', platform: 'instagram' }, 'b'),
    ];
    const labels = labelsOf(chooseAccountCard(viewIn('nb'), { id: 's' }, both, 'Sjekk'));
    expect(labels.slice(0, 2)).toEqual(['Fjordvik kommu… Facebook', 'Fjordvik komm… Instagram']);
  });

  test('every line that a field rests on stands letter for letter in its source', () => {
    for (const refs of Object.values(FIELD_CITES))
      for (const ref of refs) {
        if (!('at' in ref) || !ref.quote) throw new Error('a place with its words');
        const [document, range = ''] = ref.at.split(':');
        const [from = 0, to = 0] = range.split('-').map(Number);
        const guideline = realKnowledge().guidelines.find((g) => g.id === document);
        expect(locateQuote(guideline?.lines ?? [], [from, to], ref.quote), ref.at).toBeDefined();
      }
  });
});

describe('the form', () => {
  const given = { country: 'NO', mask: (text: string) => ({ text }), person: 'u1', before: null } as const;

  test('says back what it was told, whichever part was sent', () => {
    const read = readForm(formOf(LIBRARY), given);
    expect(read.ok && formOf(read.facts)).toEqual(formOf(LIBRARY));
    const part = readForm({ archiveRoutine: 'Ny rutine' }, { ...given, before: active() });
    expect(part).toMatchObject({ ok: true, facts: { archiveRoutine: 'Ny rutine', name: LIBRARY.name } });
  });

  test('keeps who is in charge by their id while their role stays the same, and forgets them with it', () => {
    const before = active();
    const same = readForm({ purpose: 'Annet' }, { ...given, person: 'editor', before });
    expect(same.ok && same.facts.owner.person).toBe('librarian');
    const other = readForm({ owner: 'Kultursjef', you: 'neither' }, { ...given, person: 'editor', before });
    expect(other.ok && other.facts.owner.person).toBeNull();
  });
});
