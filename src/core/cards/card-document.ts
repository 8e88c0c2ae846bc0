import type { Block, ExportModel } from '../assessment/model.ts';
import { term } from '../assessment/words.ts';
import type { Card, Part } from '../card.ts';
import type { Lang } from '../language.ts';
import { quoted } from '../locale.ts';

/** A card to be kept outside the chat: the same words, quotes and places, without its buttons. Pure. */

export type About = { title: string; municipality: string; cover: { label: string; value: string }[]; note: string };

export function documentOf({ lang, parts }: Card, { title, municipality, cover, note }: About): ExportModel {
  const [first, ...rest] = parts;
  const subtitle = first?.kind === 'text' && first.role === 'title' ? first.text : '';
  return {
    ...{ lang, title, subtitle, municipality, cover, note },
    logoAlt: term(lang, 'logo', { name: municipality }),
    page: term(lang, 'page'),
    blocks: (subtitle ? rest : parts).flatMap((part, i) => blocksOf(part, lang, `p${i}`)),
  };
}

function blocksOf(part: Part, lang: Lang, id: string): Block[] {
  const headed = (text: string | undefined): Block[] =>
    text ? [{ kind: 'heading', level: 1, text: text.replace(/:$/, ''), id }] : [];
  switch (part.kind) {
    case 'text':
      return [
        { kind: 'paragraph', text: part.text, lang: part.lang ?? lang, tone: part.role === 'note' ? 'note' : 'text' },
      ];
    case 'facts':
      return [...headed(part.title), { kind: 'facts', caption: part.title ?? '', rows: part.rows }];
    case 'list':
      return [
        ...headed(part.title),
        {
          kind: 'list',
          items: part.items.map((item) => ({
            text: part.style === 'check' ? `☐ ${item.text}` : item.text,
            lang: item.lang ?? lang,
          })),
        },
      ];
    case 'sources':
      return [
        ...headed(part.title),
        {
          kind: 'list',
          items: part.items.flatMap((s) => [
            {
              text: `${s.verbatim ? quoted(s.quoteLang, s.quote) : s.quote} ${[s.from, ...s.flags].join(' · ')}`,
              lang: s.verbatim ? s.quoteLang : lang,
            },
          ]),
        },
      ];
    case 'copy':
      return [{ kind: 'field', label: part.label.replace(/:$/, ''), text: part.text, lang, empty: false }];
    // What is pressed or filled in has no place on paper.
    default:
      return [];
  }
}
