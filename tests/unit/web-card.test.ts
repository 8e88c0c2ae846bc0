import { describe, expect, it } from 'vitest';
import { arranged, idAndWords } from '../../src/channels/web/beside.ts';
import { cardHtml } from '../../src/channels/web/card.ts';
import { speaker } from '../../src/channels/web/reader.ts';
import type { Action, Button, Card, Part } from '../../src/core/card.ts';
import { realKnowledge } from '../support/knowledge.ts';

const AT = { session: 's1', seen: 3 };
const change = (question?: string): Button => ({
  label: question ? `Endre ${question}` : 'Endre kanalen',
  action: { do: 'change', ...AT, ...(question ? { question } : {}) } satisfies Action,
});
const NEXT: Button = { label: 'Neste', action: { do: 'confirm', ...AT }, style: 'primary' };
const facts: Part = {
  kind: 'facts',
  rows: [
    { label: 'P05 Kan noen kjenne igjen en person?', value: 'Ja', of: ['P05'] },
    { label: 'Er kontoen ny?', value: 'Ja', of: ['new_account'] },
  ],
};
const because: Part = {
  kind: 'list',
  style: 'bullet',
  items: [
    { text: 'Er noen under 18? Ja (P07)', of: ['P07'] },
    { text: 'To kjennetegn: a (D11) · b (D15)', of: ['D11', 'D15'] },
    { text: 'Ny', of: ['new_account'] },
  ],
};
const draw = (parts: Part[]): string =>
  cardHtml({ lang: 'nb', fallback: '', parts } satisfies Card, {
    t: speaker(realKnowledge(), 'nb'),
    key: 'w0',
    fresh: false,
  }).text;

describe('a card on a page', () => {
  it('has each button that changes an answer beside that answer, and the others in their row', () => {
    const { parts, beside } = arranged([facts, { kind: 'buttons', buttons: [NEXT, change('P05'), change('P99')] }]);
    expect(parts.at(-1)).toEqual({ kind: 'buttons', buttons: [NEXT, change('P99')] });
    expect([...beside.values()]).toEqual([[change('P05')]]);
  });

  it('has the button for the channel beside the channel, and no empty row where it was', () => {
    const row = { label: 'Kanal', value: 'Hovedkanalen' };
    const channel: Part = { kind: 'facts', rows: [row] };
    const { parts, beside } = arranged([facts, channel, { kind: 'buttons', buttons: [change()] }]);
    expect(parts).toEqual([facts, channel]);
    expect(beside.get(row)).toEqual([change()]);
  });

  it('says what a button changes to those who hear it alone; several beside one reason keep their names', () => {
    const drawn = draw([because, { kind: 'buttons', buttons: [change('P07'), change('D11'), change('D15')] }]);
    expect(drawn).toContain('>Endre<span class="visually-hidden"> Er noen under 18? Ja (P07)</span></button>');
    expect(drawn).toContain('>Endre D11</button>');
    expect(drawn).toContain('>Endre D15</button>');
  });

  it('shows a question’s id behind its words', () => {
    expect(idAndWords('P05 Kan noen?')).toEqual({ id: 'P05', words: 'Kan noen?' });
    expect(idAndWords('Kanal')).toEqual({ id: null, words: 'Kanal' });
    expect(draw([facts])).toContain('Kan noen kjenne igjen en person? <span class="id">P05</span>');
  });
});
