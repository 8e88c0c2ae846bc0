import { z } from 'zod';

/** What Teams sends, as far as varsam reads it. Everything else of a payload is passed over; a payload without these is none. */

const text = z.string().max(200_000);
const id = z.string().min(1).max(2000);
/** A value of the wrong form counts as left out: one odd field must not make a message unreadable. */
const maybe = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

const Account = z.object({ id, aadObjectId: maybe(id), name: maybe(text), role: maybe(z.string()) });
const Attached = z.object({
  contentType: z.string().max(500),
  contentUrl: maybe(z.string().max(4000)),
  name: maybe(z.string().max(500)),
  content: z.unknown().optional(),
});
const Mention = z.object({ type: z.string(), text: maybe(text), mentioned: maybe(z.object({ id })) });

export const Activity = z.object({
  type: z.string().max(100),
  /** Missing in installation events of some clients. */
  id: maybe(id),
  name: maybe(z.string().max(200)),
  action: maybe(z.string().max(100)),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(2000),
  channelId: maybe(z.string()),
  from: Account,
  recipient: maybe(Account),
  conversation: z.object({
    id,
    conversationType: maybe(z.string()),
    tenantId: maybe(id),
    isGroup: maybe(z.boolean()),
  }),
  channelData: maybe(
    z.object({
      tenant: maybe(z.object({ id })),
      team: maybe(z.object({ id })),
      channel: maybe(z.object({ id })),
    }),
  ),
  locale: maybe(z.string().max(50)),
  text: maybe(text),
  replyToId: maybe(id),
  entities: maybe(z.array(Mention.or(z.unknown().transform(() => undefined)))),
  attachments: maybe(z.array(Attached.or(z.unknown().transform(() => undefined)))),
  membersAdded: maybe(z.array(z.object({ id }))),
  value: z.unknown().optional(),
});
export type Activity = z.infer<typeof Activity>;

const Data = z.record(z.string(), z.unknown());

/** A press in a card: its data has what the button carries and what stands in the inputs. */
export const CardAction = z.object({
  action: z.object({ verb: maybe(z.string()), data: Data.catch({}) }),
  trigger: maybe(z.string()),
});

/** A message handed over to be checked, or a dialog sent. */
export const Extension = z.object({
  commandId: maybe(z.string()),
  data: maybe(Data),
  messagePayload: maybe(
    z.object({ id: maybe(id), body: maybe(z.object({ content: maybe(text), contentType: maybe(z.string()) })) }),
  ),
});

/** Somebody lets a file be put into their OneDrive, or not. */
export const Consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: Data.catch({}),
  uploadInfo: maybe(
    z.object({ uploadUrl: id, contentUrl: id, name: z.string(), uniqueId: z.string(), fileType: z.string() }),
  ),
});

/** A file from somebody's OneDrive: an address that needs no key, for some minutes. */
export const Download = z.object({ downloadUrl: id, fileType: maybe(z.string()) });
export const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
