import { photoCard } from '../core/cards/photo-card.ts';
import type { Incoming, Outgoing } from '../core/message.ts';
import type { PhotoFacts } from './converse-ports.ts';
import { offer } from './read-draft.ts';
import { below, type Sender, talkIn } from './talk.ts';

/**
 * A picture that somebody dropped: read in memory, told what its header says, given back without it, and let go. The photo check it offers knows only
 * whether something was there to remove. Never who is on it.
 */
export async function onPhoto(sender: Sender, file: Extract<Incoming, { kind: 'file' }>): Promise<Outgoing[]> {
  const { deps } = sender;
  const talk = await talkIn(sender, file.text);
  const read = await deps.readPhoto(file.bytes, file.name);
  if (read.problem) {
    deps.log.info('photo.refused');
    return below(photoCard(talk.view, null, read.problem[talk.view.lang]));
  }
  const { photo } = read;
  const tells = tellsSomething(photo);
  const stripped = tells ? read.stripped : null;
  deps.log.info('photo.read', { metadata: tells });
  const { id } = await offer(
    talk,
    deps.mask(file.text).text,
    tells ? [{ prefills: [{ question: 'P15', value: 'no' }] }] : [],
  );
  const { position, author, device, takenAt } = photo;
  const summary = { position, author, device, takenAt, stripped: stripped !== null };
  const card = photoCard(talk.view, summary, undefined, { do: 'resume', session: id });
  return [{ card, replaces: false, ...(stripped ? { files: [stripped] } : {}) }];
}

const tellsSomething = ({ position, author, device, takenAt }: PhotoFacts): boolean =>
  [position, author, device, takenAt].some((said) => said !== null);
