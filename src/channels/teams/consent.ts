import type { Activity } from './activity.ts';
import { type Desk, post } from './desk.ts';
import { putFile } from './files.ts';
import { type Heard, spokenIn } from './inbound.ts';
import { lineOf } from './outbound.ts';
import { onFault, placeOf } from './said.ts';
import { patiently } from './wire.ts';

const INFO = 'application/vnd.microsoft.teams.card.file.info';

/** Somebody has said whether a file may be put into their OneDrive. Wanted or not, it is let go of afterwards. */
export async function onConsent(
  desk: Desk,
  activity: Activity,
  heard: Extract<Heard, { kind: 'consent' }>,
): Promise<void> {
  const { given, envelope, card } = heard;
  const here = placeOf(activity);
  const id = String(given.context.file ?? '');
  const waiting = desk.files.get(id);
  try {
    if (waiting?.user === envelope.user && given.action === 'accept' && given.uploadInfo) {
      const { uploadUrl, contentUrl, name, uniqueId, fileType } = given.uploadInfo;
      await patiently(() => putFile(uploadUrl, waiting.bytes, desk.deps.files), desk.sleep);
      const content = { uniqueId, fileType };
      await post(desk, here, { type: 'message', attachments: [{ contentType: INFO, contentUrl, name, content }] });
    } else if (given.action === 'accept') {
      const lang = spokenIn(activity, desk.deps.config);
      await post(desk, here, lineOf(desk.word(lang, 'file_gone'), lang));
    }
    if (waiting?.user === envelope.user) desk.files.delete(id);
    // The question has been answered: a card that asks it again would do nothing.
    if (card) await patiently(() => desk.wire.remove(here, card), desk.sleep).catch(() => undefined);
  } catch (error) {
    await onFault(desk, activity, envelope, error);
  }
}
