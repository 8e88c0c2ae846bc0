import { type Action, unpackAction } from '../../../src/core/card.ts';
import { openHouse } from '../../fakes/teams/house.ts';
import { droppedFile, invoked, type Json, PERSONAL, said } from '../../fakes/teams/payloads.ts';
import { everything, TeamsPerson } from '../../fakes/teams/person.ts';
import { type Chat, openChatHouse } from './chat.ts';

/** Somebody with a Teams client in the personal chat, over the signed wire. Teams has one thread there. */
export async function teamsChat(): Promise<Chat> {
  const house = await openChatHouse();
  const open = await openHouse({ deps: house.deps });
  open.door.converse = house.converse;
  const kari = new TeamsPerson(open.teams, open.worker.idle);
  const ids = () => open.teams.ids(PERSONAL.id).toReversed();
  const files: { name: string; bytes: Uint8Array }[] = [];
  const actionIn = (e: Json): Action | undefined =>
    e.type === 'Action.Execute' ? unpackAction(String((e.data as Json | undefined)?.varsam)) : undefined;
  /** The newest message that has such a button on it. */
  const withButton = (fits: (action: Action) => boolean) => {
    for (const id of ids())
      for (const e of everything(kari.message(id).card)) {
        const action = actionIn(e);
        if (action && fits(action)) return { id, title: String(e.title), card: kari.message(id).card };
      }
    throw new Error(`no such button on: ${kari.last().text}`);
  };
  /** Says yes to every file that is offered. */
  const accept = async () => {
    for (const id of ids()) {
      const [offer] = (kari.message(id).activity.attachments ?? []) as Json[];
      if (offer?.contentType !== 'application/vnd.microsoft.teams.card.file.consent') continue;
      const path = `/upload/${files.length + 1}`;
      const uploadInfo = {
        contentUrl: 'https://kommunen.sharepoint.com/f',
        name: offer.name,
        uploadUrl: `${open.teams.url.replace(/\/$/, '')}${path}`,
        uniqueId: path,
        fileType: 'x',
      };
      const context = (offer.content as Json).acceptContext;
      await kari.send(
        invoked('fileConsent/invoke', { type: 'fileUpload', action: 'accept', context, uploadInfo }, { replyToId: id }),
      );
      const bytes = open.teams.uploads.get(path);
      if (bytes) files.push({ name: String(offer.name), bytes });
    }
  };
  const words = () =>
    ids()
      .slice(0, 4)
      .map((id) => kari.message(id).text)
      .join('\n');
  return {
    channel: 'teams',
    house,
    say: async (text) => void (await kari.say(text)),
    command: async (command, text = '') => void (await kari.say(`${command} ${text}`.trim())),
    drop: async (name, bytes) => {
      open.teams.downloads.set(`/files/${name}`, bytes);
      await kari.send(said('', { attachments: [droppedFile(`http://${open.teams.host}/files/${name}`, name)] }));
      await accept();
    },
    press: async (deed, which = () => true) => {
      const { id, title } = withButton((a) => a.do === deed && which(a));
      await kari.press(title, {}, id);
      await accept();
    },
    fill: async (values, none = false) => {
      const form = withButton((a) => a.do === (none ? 'none' : 'answer') || ('sent' in a && a.sent === true));
      const fields = everything(form.card).filter((e) => String(e.type).startsWith('Input.'));
      const inputs = fields.flatMap((e): [string, string][] => {
        const value = values[String(e.id).replace(/^\w+:/, '')];
        return value === undefined ? [] : [[String(e.id), [value].flat().join(',')]];
      });
      await kari.press(form.title, Object.fromEntries(inputs), form.id);
    },
    newThread: async () => undefined,
    words,
    files: () => files,
    close: async () => {
      if (open.teams.faults.length > 0) throw new Error(open.teams.faults.join('\n'));
      await open.close();
    },
  };
}
