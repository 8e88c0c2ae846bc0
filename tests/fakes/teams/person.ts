import { checkCard } from './card-check.ts';
import { type Json, KARI, mentioned, PERSONAL, pressed, said, THREAD } from './payloads.ts';
import type { FakeTeams } from './teams.ts';

/** Somebody with a Teams client: writes, fills in what stands on the cards, and presses what stands there. */
export class TeamsPerson {
  readonly teams: FakeTeams;
  readonly idle: () => Promise<void>;
  readonly who: { id: string; aadObjectId: string };
  readonly chat: Json;
  /** Cards as this person sees them, where they are not what everybody sees. */
  readonly own = new Map<string, Json>();

  constructor(teams: FakeTeams, idle: () => Promise<void>, who = KARI, chat: Json = PERSONAL) {
    this.teams = teams;
    this.idle = idle;
    this.who = who;
    this.chat = chat;
  }

  async say(text: string, over: Json = {}): Promise<Json> {
    const activity = said(text, { from: this.who, conversation: this.chat, ...over });
    await this.send(activity);
    return activity;
  }
  async mention(text: string, over: Json = {}): Promise<Json> {
    const activity = mentioned(text, { from: this.who, ...over });
    await this.send(activity);
    return activity;
  }
  async send(activity: Json): Promise<{ status: number; body: Json }> {
    const answer = await this.teams.deliver(activity);
    await this.idle();
    return answer;
  }

  /** The last message in a conversation with its card, as this person sees it. */
  last(conversation = String(this.chat.id)): { id: string; text: string; card: Json | undefined; activity: Json } {
    const id = this.teams.ids(conversation).at(-1);
    if (!id) throw new Error('nothing has come');
    return this.message(id);
  }
  message(id: string): { id: string; text: string; card: Json | undefined; activity: Json } {
    const found = this.teams.messages.get(id);
    if (!found) throw new Error(`no message ${id}`);
    const { activity } = found;
    const attachments = (activity.attachments ?? []) as Json[];
    const card =
      this.own.get(id) ??
      (attachments.find((a) => a.contentType === 'application/vnd.microsoft.card.adaptive')?.content as
        | Json
        | undefined);
    const words = card ? checkCard(card).texts.join('\n') : '';
    return { id, text: `${String(activity.text ?? '')}\n${words}`, card, activity };
  }

  /** Presses a button of a message's card, with what stands in its inputs and what is given. */
  async press(
    label: string | RegExp,
    inputs: Record<string, string> = {},
    id = this.last().id,
    conversation: Json = this.chat,
  ): Promise<Json> {
    const { card } = this.message(id);
    const action = everything(card).find(
      (e) =>
        e.type === 'Action.Execute' && (typeof label === 'string' ? e.title === label : label.test(String(e.title))),
    );
    if (!action)
      throw new Error(
        `no button ${String(label)} among ${everything(card)
          .filter((e) => e.type === 'Action.Execute')
          .map((e) => e.title)
          .join(' | ')}`,
      );
    const data = { ...(action.associatedInputs === 'auto' ? this.inputs(card, inputs) : {}), ...(action.data as Json) };
    const activity = pressed(data, { from: this.who, conversation, replyToId: id });
    const { status, body } = await this.teams.deliver(activity);
    if (status !== 200 || body.statusCode !== 200)
      throw new Error(`a press was answered ${status} ${JSON.stringify(body)}`);
    if (body.type === 'application/vnd.microsoft.card.adaptive') {
      const { faults } = checkCard(body.value);
      if (faults.length > 0) throw new Error(faults.join(', '));
      // Everybody sees what the bot puts there for good; until then, and where others read along, this is the presser's own.
      this.own.set(id, body.value as Json);
    }
    await this.idle();
    if (
      this.teams.calls.some((c) => c.how === 'updated' && c.id === id) &&
      conversation.conversationType === 'personal'
    )
      this.own.delete(id);
    return body;
  }

  /** What a client sends of the inputs; it sends nothing while something demanded is missing. */
  inputs(card: Json | undefined, given: Record<string, string>): Json {
    const all = everything(card).filter((e) => String(e.type).startsWith('Input.'));
    for (const id of Object.keys(given))
      if (!all.some((e) => e.id === id)) throw new Error(`no input ${id} among ${all.map((e) => e.id).join(' ')}`);
    return Object.fromEntries(
      all.map((e) => {
        const value = given[String(e.id)] ?? e.value ?? '';
        if (e.isRequired && value === '') throw new Error(`${String(e.id)}: ${String(e.errorMessage)}`);
        for (const v of String(value).split(','))
          if (e.type === 'Input.ChoiceSet' && v && !(e.choices as Json[]).some((c) => c.value === v))
            throw new Error(`${String(e.id)} can't be ${v}`);
        return [String(e.id), value];
      }),
    );
  }
  /** The inputs of the last card. */
  fields(id = this.last().id): Json[] {
    return everything(this.message(id).card).filter((e) => String(e.type).startsWith('Input.'));
  }
  /** Opens a message that has a view of its own for this person, as the client does by itself. */
  async refresh(id: string): Promise<Json> {
    const { activity } = this.message(id);
    const [attachment] = (activity.attachments ?? []) as Json[];
    const refresh = (attachment?.content as Json | undefined)?.refresh as
      | { action: Json; userIds: string[] }
      | undefined;
    if (!refresh?.userIds.includes(this.who.id)) return {};
    const { body } = await this.teams.deliver(
      pressed(refresh.action.data as Json, { from: this.who, conversation: THREAD, replyToId: id }),
    );
    if (body.type === 'application/vnd.microsoft.card.adaptive') this.own.set(id, body.value as Json);
    return body;
  }
}

/** Every element and action of a card, however deep. A fallback is not shown by a client that knows the thing itself. */
export function everything(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(everything);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    key === 'fallback' || key === 'data' ? [] : everything(child),
  );
  return 'type' in value ? [value as Json, ...inner] : inner;
}
