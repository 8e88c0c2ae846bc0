import { type Action, type Card, unpackAction } from '../../../src/core/card.ts';
import { startHouse, until } from '../../e2e/slack.house.ts';
import { ANNA } from '../../fakes/slack/payloads.ts';
import { blocksOf, buttonsOf, SlackPerson, wordsOn } from '../../fakes/slack/person.ts';
import type { Message, OpenView } from '../../fakes/slack/workspace.ts';
import { buttonsOf as buttonsOn, type Chat, formOf, missingFrom, openChatHouse } from './chat.ts';

type Surface = Message | OpenView;

/** Somebody in Slack: direct messages and their threads, and views for forms. `http`: signed HTTP, else Socket Mode. */
export async function slackChat({ http = false } = {}): Promise<Chat> {
  const house = await openChatHouse();
  const open = await startHouse({ deps: () => house.deps, converse: () => house.converse, http });
  const { world } = open.slack;
  const anna = new SlackPerson(open.slack, ANNA);
  let thread: string | undefined;
  /** What this person has before them, the nearest first. */
  const surfaces = (): Surface[] => {
    const view = anna.view();
    const messages = anna.sees().toReversed();
    return view ? [view, ...messages] : messages;
  };
  const actionsOn = (s: Surface): Action[] => {
    const form = 'view' in s ? submitOf(s) : undefined;
    return [...buttonsOf(s).flatMap((b) => unpackAction(b.value ?? '') ?? []), ...(form ? [form] : [])];
  };
  /** The action that a view's own button sends is kept beside it. */
  const submitOf = ({ view }: OpenView): Action | undefined => {
    const { submit } = JSON.parse(String(view.private_metadata || '{}')) as { submit?: Action };
    return submit;
  };
  /** A view has its title above its blocks. */
  const readOn = (s: Surface): string => {
    const title = 'view' in s ? (s.view.title as { text?: string } | undefined)?.text : undefined;
    return [title ?? '', wordsOn(s)].join('\n');
  };
  const shows =
    (card: Card) =>
    (s: Surface): boolean => {
      const wanted = buttonsOn(card).flatMap((b) => (b.action ? [JSON.stringify(b.action)] : []));
      const there = actionsOn(s).map((a) => JSON.stringify(a));
      // In a view that can be closed there is no button for what closing does.
      const missing = wanted.filter((a) => !there.includes(a) && !a.includes('"pause"'));
      return missing.length === 0 && missingFrom(readOn(s), card).length === 0;
    };
  const stands = async (card: Card) => {
    try {
      await until(() => surfaces().some(shows(card)), 3000);
    } catch {
      const near = surfaces()
        .slice(0, 3)
        .map((s) => `${missingFrom(readOn(s), card).join(' | ')}\n--- of\n${readOn(s)}`);
      throw new Error(`does not stand there: ${near.join('\n=====\n')}`);
    }
  };
  /** Does something, and waits until all that came of it stands there. */
  const then = async (deed: () => Promise<unknown>): Promise<void> => {
    const before = house.done;
    await deed();
    await until(() => house.done > before);
    const { out } = house;
    for (const { card } of out) await stands(card);
    const arriving = out.flatMap((o) => o.files ?? []).length;
    if (arriving > 0) await until(() => reached().length >= taken + arriving);
    taken = reached().length;
  };
  let taken = 0;
  const reached = () =>
    anna.sees().flatMap((m) =>
      (m.files ?? []).flatMap((id) => {
        const file = world.files.get(id);
        return file?.bytes && !file.alt ? [{ name: file.name, bytes: file.bytes }] : [];
      }),
    );
  /** A view is left before anything is written below it. */
  const leave = async () => {
    while (anna.view()) await anna.closes();
  };
  return {
    channel: 'slack',
    house,
    say: async (text) => {
      await leave();
      await then(() => anna.says(text, thread ? { thread } : {}));
    },
    command: async (command, text = '') => {
      await leave();
      if (command === 'help') return then(() => anna.types('/varsam', 'help', anna.direct));
      await then(() => anna.types(`/${command}`, text));
      thread = anna.sees().findLast((m) => m.thread_ts === undefined)?.ts;
    },
    drop: async (name, bytes) => {
      await leave();
      await then(() => anna.says('', { files: [anna.drops(name, bytes)], ...(thread ? { thread } : {}) }));
    },
    press: (deed, which = () => true) => {
      // A form in a view is put aside by closing it.
      if (deed === 'pause' && anna.view()) return then(() => anna.closes());
      const on = surfaces().find((s) => buttonsOf(s).some((b) => fits(b.value)));
      const button = on && buttonsOf(on).find((b) => fits(b.value));
      function fits(value: string | undefined): boolean {
        const action = unpackAction(value ?? '');
        return action !== undefined && action.do === deed && which(action);
      }
      if (!on || !button)
        throw new Error(`no button ${deed} on: ${surfaces().slice(0, 2).map(wordsOn).join('\n---\n')}`);
      return then(() => open.slack.deliver({ type: 'interactive', payload: anna.pressing(on, button) }));
    },
    fill: async (values, none = false) => {
      const form = formOf(house.out.at(-1)?.card);
      const on = surfaces().find((s) => blocksOf(s).some((b) => b.type === 'input'));
      if (!form || !on) throw new Error('no form');
      for (const [id, value] of Object.entries(values)) anna.enters(on, id, id === 'ticks' ? [value].flat() : value);
      const sends = JSON.stringify(none ? form.also.find((b) => b.action?.do === 'none')?.action : form.submit.action);
      await then(async () => {
        if (!none && 'view' in on) return anna.submits();
        const button = buttonsOf(on).find((b) => JSON.stringify(unpackAction(b.value ?? '')) === sends);
        if (!button) throw new Error(`no button that sends, on: ${wordsOn(on)}`);
        return open.slack.deliver({ type: 'interactive', payload: anna.pressing(on, button) });
      });
    },
    newThread: async () => {
      await leave();
      thread = undefined;
    },
    words: () => surfaces().slice(0, 4).map(readOn).join('\n'),
    files: reached,
    close: () => open.close(),
  };
}
