import JSZip from 'jszip';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packAction } from '../../src/core/card.ts';
import { checkCard } from '../fakes/teams/card-check.ts';
import { type House, openHouse } from '../fakes/teams/house.ts';
import {
  droppedFile,
  fetchTask,
  installed,
  invoked,
  type Json,
  KARI,
  OLA,
  PERSONAL,
  PERSONAL_OLA,
  pressed,
  said,
  submitTask,
  THREAD,
} from '../fakes/teams/payloads.ts';
import { everything, TeamsPerson } from '../fakes/teams/person.ts';
import { QUIET } from '../support/screening.ts';

/** Teams on the wire: what a person writes and presses goes in signed, and what stands on the wire comes back. */

let house: House;
let kari: TeamsPerson;
beforeEach(async () => {
  house = await openHouse();
  kari = new TeamsPerson(house.teams, house.worker.idle);
}, 60_000);
afterEach(async () => {
  expect(house.teams.faults).toEqual([]);
  await house.close();
});

const QUESTION = 'Kan jeg legge ut dette klassebildet på Facebook?';
const entity = (activity: Json, type: string): Json | undefined =>
  ((activity.entities ?? []) as Json[]).find((e) => e.type === type);
const MESSAGE = 'https://schema.org/Message';
const titles = (card: unknown) =>
  everything(card)
    .filter((e) => String(e.type).startsWith('Action.'))
    .map((e) => e.title);

describe('a question in the personal chat', () => {
  test('is seen at once and answered with words, numbered sources, the AI label and quotes', async () => {
    await kari.say(QUESTION);
    const [first] = house.teams.calls;
    expect(first?.activity).toEqual({ type: 'typing' });
    const { text, activity, card } = kari.last();
    expect(text).toContain('Hvert tilfelle må vurderes konkret');
    const label = entity(activity, MESSAGE);
    expect(label).toMatchObject({ '@type': 'Message', additionalType: ['AIGeneratedContent'] });
    const citations = label?.citation as { position: number; appearance: Json }[];
    expect(citations.length).toBeGreaterThan(0);
    for (const { position } of citations) expect(activity.text).toContain(`[${position}]`);
    expect(activity.locale).toBe('nb-NO');
    expect(titles(card)).toContain('Ta bildesjekken');
    expect(titles(card)).toContain('Det hjalp');
  });

  test('may be followed by another, which is understood from the first', async () => {
    await kari.say('Hvor ofte skal vi ta øyeblikksbilde av Facebook-siden?');
    await kari.say('Og hvis vi avslutter kontoen?');
    expect(kari.last().text).toMatch(/konto/i);
    expect(house.teams.in(PERSONAL.id)).toHaveLength(2);
  });

  test('that no line answers is kept, said to be so, and can be taken back', async () => {
    await kari.say('Hvor lenge kan konsertbilder fra kulturskolen ligge ute?');
    expect(kari.last().text).toContain('Det vet jeg ikke');
    await kari.press('Ikke send');
    expect(kari.last().text).toContain('Spørsmålet er ikke sendt');
    expect(await house.deps.store.openQuestions('local')).toEqual([]);
  });

  test('that varsam does not take on is refused with a way on', async () => {
    await kari.say('Hvem er personen på dette bildet?');
    expect(kari.last().text).toMatch(/Det gjør jeg ikke|Det seier eg ikkje|Det sier jeg ikke/);
  });

  test('gets thanks for what it was worth, in the same card and for good', async () => {
    await kari.say(QUESTION);
    const { id } = kari.last();
    await kari.press('Hjalp ikke');
    const now = kari.message(id);
    expect(now.text).toContain('Takk. Det er notert.');
    expect(titles(now.card)).not.toContain('Hjalp ikke');
    // The words and their sources stay where they were.
    expect(entity(now.activity, MESSAGE)?.citation).toBeDefined();
    expect(kari.last().id).not.toBe(id);
    expect(titles(kari.last().card)).toContain('Spør en person');
  });

  test('is answered once, however often Teams sends it', async () => {
    const activity = await kari.say(QUESTION);
    await kari.send(activity);
    await Promise.all([kari.send(activity), kari.send(activity)]);
    expect(house.teams.in(PERSONAL.id)).toHaveLength(1);
  });

  test('is answered after a restart too, once, by whichever process was asked', async () => {
    const activity = await kari.say(QUESTION);
    const second = await openHouse({ deps: house.deps, teams: house.teams });
    await house.teams.deliver(activity);
    await second.worker.idle();
    expect(house.teams.in(PERSONAL.id)).toHaveLength(1);
    await house.teams.deliver(said('Kan vi slette en kritisk kommentar?'));
    await second.worker.idle();
    expect(house.teams.in(PERSONAL.id)).toHaveLength(2);
  });

  test('with an empty mention or “hjelp” says what varsam can do, and lets choose a language', async () => {
    await kari.say('hjelp');
    expect(kari.last().text).toContain('Hei, jeg er varsam, en KI-assistent');
    await kari.press('Svenska');
    await kari.say(QUESTION);
    expect(kari.last().activity.locale).toBe('sv-SE');
  });
});

describe('an answer that takes its time', () => {
  test('is announced, grows, and ends as one message on the same stream', async () => {
    house.time.slow = true;
    const { converse } = house.door;
    house.door.converse = async (incoming, onText) => {
      await new Promise(setImmediate);
      const words = ['Vent', 'Vent til sjekken', 'Vent til sjekken er ferdig.'];
      for (const [i, text] of words.entries()) {
        onText?.(text);
        while (!house.teams.calls.some((c) => String(c.activity.text).endsWith(words[i] ?? '')))
          await new Promise(setImmediate);
      }
      return converse(incoming, onText);
    };
    await kari.say(QUESTION);
    const stream = house.teams.calls.filter((c) => entity(c.activity, 'streaminfo'));
    const infos = stream.map((c) => entity(c.activity, 'streaminfo'));
    const [begin] = stream;
    expect(begin?.activity).toMatchObject({ type: 'typing', text: 'Jeg leter i kildene.' });
    expect(infos[0]).toEqual({ type: 'streaminfo', streamType: 'informative', streamSequence: 1 });
    expect(infos.slice(1, -1)).toEqual(
      [2, 3, 4].map((n) => ({ type: 'streaminfo', streamId: begin?.id, streamType: 'streaming', streamSequence: n })),
    );
    expect(infos.at(-1)).toEqual({ type: 'streaminfo', streamId: begin?.id, streamType: 'final' });
    expect(stream[1]?.activity.text).toContain('Utkast, ikke sjekket mot kildene ennå:');
    const last = stream.at(-1)?.activity ?? {};
    expect(last).toMatchObject({ type: 'message' });
    expect(entity(last, MESSAGE)).toMatchObject({ additionalType: ['AIGeneratedContent'] });
    expect(last.text).not.toContain('Utkast');
    expect(house.teams.in(PERSONAL.id)).toHaveLength(1);
    // No two updates within a second.
    expect(house.time.waited.filter((ms) => ms > 1000).length).toBeGreaterThanOrEqual(2);
  });

  test('comes as a message where Teams does not let it stream', async () => {
    house.time.slow = true;
    house.teams.failures.push({
      status: 403,
      body: { error: { code: 'ContentStreamNotAllowed', message: 'Content stream is not allowed' } },
      when: (a) => entity(a, 'streaminfo') !== undefined,
    });
    const { converse } = house.door;
    house.door.converse = async (incoming, onText) => {
      while (house.teams.failures.length > 0) await new Promise(setImmediate);
      return converse(incoming, onText);
    };
    await kari.say(QUESTION);
    expect(entity(kari.last().activity, 'streaminfo')).toBeUndefined();
    expect(kari.last().text).toContain('Hvert tilfelle');
  });

  test('and that no line answers has words of its own at the end of the stream', async () => {
    house.time.slow = true;
    const { converse } = house.door;
    house.door.converse = async (incoming, onText) => {
      while (!house.teams.calls.some((c) => entity(c.activity, 'streaminfo'))) await new Promise(setImmediate);
      return converse(incoming, onText);
    };
    await kari.say('Hvor lenge kan konsertbilder fra kulturskolen ligge ute?');
    expect(kari.last().activity.text).toContain('Det vet jeg ikke');
    expect(entity(kari.last().activity, 'streaminfo')).toMatchObject({ streamType: 'final' });
  });
});

/** Goes through the questions of a screening as somebody who ticks nothing and takes what stands first. */
async function through(person: TeamsPerson, choices: Record<string, string> = {}): Promise<void> {
  for (let i = 0; i < 30; i++) {
    const labels = titles(person.last().card);
    if (
      labels.includes('Ingen av disse') &&
      !person.fields().some((f) => String(f.id).startsWith('one:') && !f.value)
    ) {
      await person.press('Ingen av disse');
      continue;
    }
    if (!labels.includes('Neste')) return;
    const inputs: Record<string, string> = {};
    for (const f of person.fields()) {
      const id = String(f.id);
      const [, key = ''] = id.split(':');
      const first = (f.choices as Json[] | undefined)?.[0]?.value;
      if (id.startsWith('one:')) inputs[id] = choices[key] ?? String(f.value ?? first);
    }
    await person.press(labels.includes('Ingen av disse') ? 'Ingen av disse' : 'Neste', inputs);
  }
}

describe('a photo check', () => {
  test('goes from the question to a verdict by presses in one card, and an answer can be changed', async () => {
    await kari.say(QUESTION);
    await kari.press('Ta bildesjekken');
    const { id } = kari.last();
    expect(kari.last().text).toContain('Slik forsto jeg deg:');
    await kari.press('Neste');
    await through(kari);
    const verdict = kari.message(id);
    expect(kari.last().id).toBe(id);
    expect(verdict.text).toContain('Et råd, ikke en tillatelse.');
    expect(verdict.text).toContain('Dette avgjorde:');
    expect(verdict.text).toContain('Til loggen:');
    const change = titles(verdict.card).find((t) => String(t).startsWith('Endre P'));
    expect(change).toBeDefined();
    await kari.press(String(change));
    expect(kari.fields().length).toBe(1);
    const [field] = kari.fields();
    const other = ((field?.choices ?? []) as Json[]).find((c) => c.value !== field?.value);
    await kari.press('Neste', { [String(field?.id)]: String(other?.value) });
    await through(kari);
    expect(kari.message(id).text).toContain('Et råd, ikke en tillatelse.');
    // One card all the way: it was changed in place, and nothing was added.
    expect(house.teams.in(PERSONAL.id)).toHaveLength(2);
  });

  test('sent with nothing ticked says what is missing at the field', async () => {
    await kari.say('photo-check');
    const labels = titles(kari.last().card);
    expect(labels).toContain('Neste');
    await kari.press(
      'Neste',
      Object.fromEntries(
        kari
          .fields()
          .filter((f) => String(f.id).startsWith('one:'))
          .map((f) => [String(f.id), String((f.choices as Json[])[0]?.value)]),
      ),
    );
    for (let i = 0; i < 5 && !kari.last().text.includes('Kryss av det som gjelder'); i++) await kari.press('Neste');
    expect(kari.last().text).toContain('Kryss av det som gjelder');
  });

  test('pressed twice at the same time answers once, and the same', async () => {
    await kari.say('photo-check');
    const { card, id } = kari.last();
    const back = everything(card).find((e) => e.title === 'Fortsett senere');
    const press = pressed(back?.data as Json, { replyToId: id });
    const [one, two] = await Promise.all([house.teams.deliver(press), house.teams.deliver(press)]);
    expect(two).toEqual(one);
    expect(JSON.stringify(one.body)).toContain('Lagret. Skriv');
  });

  test('goes on by a card from before it was changed only with the newer one', async () => {
    await kari.say('photo-check');
    const { card, id } = kari.last();
    await kari.press('Tilbake');
    const old = everything(card).find((e) => e.title === 'Neste');
    const { body } = await house.teams.deliver(
      pressed({ ...(old?.data as Json), 'one:P01': 'main' }, { replyToId: id }),
    );
    expect(body.statusCode).toBe(200);
  });

  test('of a dropped photo reads it, gives it back without its metadata, and lets it go', async () => {
    const made = sharp({ create: { width: 60, height: 40, channels: 3, background: '#446688' } });
    const photo = await made
      .withExif({ IFD0: { Artist: 'Kari Fotograf', Model: 'Pixel 8' } })
      .jpeg()
      .toBuffer();
    house.teams.downloads.set('/files/bilde.jpg', photo);
    const url = `http://${house.teams.host}/files/bilde.jpg`;
    await kari.send(said('Er dette bildet greit å legge ut?', { attachments: [droppedFile(url, 'bilde.jpg')] }));
    const [card, consent] = house.teams.in(PERSONAL.id);
    expect(JSON.stringify(card)).toContain('Pixel 8');
    const [file] = (consent?.attachments ?? []) as Json[];
    const context = (file?.content as Json | undefined)?.acceptContext;
    const uploadInfo = {
      contentUrl: 'https://k.sharepoint.com/b.jpg',
      name: 'b.jpg',
      uploadUrl: `${house.teams.url}upload/2`,
      uniqueId: 'u2',
      fileType: 'jpg',
    };
    await kari.send(invoked('fileConsent/invoke', { type: 'fileUpload', action: 'accept', context, uploadInfo }));
    const clean = house.teams.uploads.get('/upload/2') ?? Buffer.alloc(0);
    expect(await sharp(clean).metadata()).toMatchObject({ width: 60, height: 40, format: 'jpeg' });
    expect(clean.includes('Fotograf')).toBe(false);
    expect(house.teams.requests.some((r) => r.path === '/files/bilde.jpg' && r.authorization === undefined)).toBe(true);
    // A picture pasted into the chat is kept by Teams, and fetched with the bot's key from there alone.
    house.teams.downloads.set('/files/own/1', photo);
    const pasted = { contentType: 'image/png', contentUrl: `${house.teams.url}files/own/1` };
    await kari.send(said('', { attachments: [pasted] }));
    expect(JSON.stringify(house.teams.in(PERSONAL.id).slice(2))).toMatch(/Bildefilen|Biletfila/);
  });

  test('is fetched again where that fails on the way, after as long as it is asked to wait', async () => {
    const made = sharp({ create: { width: 60, height: 40, channels: 3, background: '#446688' } });
    house.teams.downloads.set(
      '/files/b.jpg',
      await made
        .withExif({ IFD0: { Model: 'Pixel 8' } })
        .jpeg()
        .toBuffer(),
    );
    house.teams.fileFailures.push({ status: 429, headers: { 'retry-after': '9' } }, { status: 503 });
    await kari.send(said('', { attachments: [droppedFile(`http://${house.teams.host}/files/b.jpg`, 'b.jpg')] }));
    expect(JSON.stringify(house.teams.in(PERSONAL.id)[0])).toContain('Pixel 8');
    expect(house.time.waited).toContain(9000);
  });

  test('fetches nothing from anywhere else, and says that it could not', async () => {
    for (const attachment of [
      droppedFile('https://intern.kommunen.no/hemmelig.jpg', 'x.jpg'),
      droppedFile('http://169.254.169.254/latest/meta-data', 'x.jpg'),
      { contentType: 'image/png', contentUrl: 'https://ond.example/tar-nøkkel.png' },
    ])
      await kari.send(said('', { attachments: [attachment] }));
    const texts = house.teams.in(PERSONAL.id).map((a) => a.text);
    expect(texts).toEqual(Array(3).fill('Jeg fikk ikke hentet filen, og ingenting er tatt vare på. Send den på nytt.'));
  });
});

/** A plan that opens an assessment, and nothing that points to high risk. */
const CALM = Object.fromEntries(Object.entries(QUIET).map(([id, value]) => [id, String(value)]));

describe('a DPIA', () => {
  test('goes from the command to a document that is put into the person’s own OneDrive', async () => {
    await kari.say('dpia-start Ny Facebook-side for hele kommunen');
    await through(kari, CALM);
    expect(titles(kari.last().card)).toContain('Åpne dokumentet');
    await kari.press('Åpne dokumentet');
    const { card, text } = kari.last();
    expect(text).toContain('Ny Facebook-side for hele kommunen');
    expect(titles(card)).toEqual(['Åpne', 'Last ned (Word)']);
    expect(everything(card).find((e) => e.type === 'Action.OpenUrl')?.url).toBe('https://varsam.example/assessment');
    await kari.press('Last ned (Word)');
    const asked = house.teams.in(PERSONAL.id).at(-1) ?? {};
    const [consent] = asked.attachments as Json[];
    expect(consent).toMatchObject({
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: expect.stringMatching(/\.docx$/),
    });
    const context = (consent?.content as Json | undefined)?.acceptContext;
    const messageId = house.teams.ids(PERSONAL.id).at(-1);
    const uploadInfo = {
      contentUrl: 'https://kommunen.sharepoint.com/d.docx',
      name: 'd.docx',
      uploadUrl: `${house.teams.url}upload/1`,
      uniqueId: 'u1',
      fileType: 'docx',
    };
    // Somebody else has no say in it.
    await kari.send(
      invoked(
        'fileConsent/invoke',
        { type: 'fileUpload', action: 'accept', context, uploadInfo },
        { from: OLA, conversation: PERSONAL_OLA },
      ),
    );
    expect(house.teams.uploads.size).toBe(0);
    const accepted = await kari.send(
      invoked(
        'fileConsent/invoke',
        { type: 'fileUpload', action: 'accept', context, uploadInfo },
        { replyToId: messageId },
      ),
    );
    expect(accepted.status).toBe(200);
    const document = await JSZip.loadAsync(house.teams.uploads.get('/upload/1') ?? Buffer.alloc(0));
    expect(Object.keys(document.files)).toContain('word/document.xml');
    const [info] = (house.teams.in(PERSONAL.id).at(-1)?.attachments ?? []) as Json[];
    expect(info).toMatchObject({
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      contentUrl: 'https://kommunen.sharepoint.com/d.docx',
    });
    expect(house.teams.ids(PERSONAL.id)).not.toContain(messageId);
    // It was let go of: the same again finds nothing.
    await kari.send(invoked('fileConsent/invoke', { type: 'fileUpload', action: 'accept', context, uploadInfo }));
    expect(kari.last().text).toContain('Be om den på nytt');
  });
});

describe('a question in a channel', () => {
  test('is answered in the personal chat that is known, and in the channel with one neutral line', async () => {
    await kari.say('hei, hva kan du?');
    const before = house.teams.in(PERSONAL.id).length;
    await kari.mention(QUESTION);
    const [line, ...more] = house.teams.in(THREAD.id);
    expect(more).toEqual([]);
    expect(line?.text).toMatch(
      /^Svaret ligger i den personlige chatten\. \[Åpne chatten\]\(https:\/\/teams\.microsoft\.com\//,
    );
    expect(line?.attachments).toBeUndefined();
    expect(house.teams.in(PERSONAL.id)).toHaveLength(before + 1);
    expect(titles(kari.last().card)).toContain('Del i tråden');
    // Shared by choice, and then with everybody's buttons alone.
    const body = await kari.press('Del i tråden');
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message', value: 'Delt i tråden.' });
    const shared = house.teams.in(THREAD.id).at(-1) ?? {};
    expect(shared.text).toContain('Vent til bildesjekken er ferdig');
    const [card] = (shared.attachments as Json[]).map((a) => a.content);
    expect(titles(card)).not.toContain('Det hjalp');
    expect(titles(card)).toContain('Ta bildesjekken');
  });

  test('and its photo check go on in the personal chat as the thread’s own, apart from the chat’s', async () => {
    await kari.say('photo-check');
    await kari.mention(QUESTION);
    await kari.press('Ta bildesjekken');
    expect(kari.last().text).toContain('Slik forsto jeg deg:');
    await kari.press('Neste');
    await through(kari);
    expect(kari.last().text).toContain('Et råd, ikke en tillatelse.');
    expect(house.teams.in(THREAD.id)).toHaveLength(1);
  });

  test('where no personal chat is known shows everybody a card without a personal word, and the asker theirs', async () => {
    await kari.mention(QUESTION);
    const [base] = house.teams.in(THREAD.id);
    const everybody = JSON.stringify(base);
    expect(everybody).toContain('Bare den som spurte, ser svaret.');
    for (const word of ['klassebilde', 'vurderes', 'Facebook', 'P0', 'session']) expect(everybody).not.toContain(word);
    const [id = ''] = house.teams.ids(THREAD.id);
    const content = (((base?.attachments ?? []) as Json[])[0]?.content ?? {}) as Json;
    expect(content.refresh).toMatchObject({ userIds: [KARI.id] });
    await kari.refresh(id);
    expect(kari.message(id).text).toContain('Hvert tilfelle må vurderes konkret');
    // Another person gets nothing of it, not even by the button.
    const ola = new TeamsPerson(house.teams, house.worker.idle, OLA, PERSONAL_OLA);
    const body = await ola.press('Vis svaret', {}, id, THREAD);
    expect(body).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: 'Bare den som spurte, ser svaret.',
    });
    // The screening goes on in the asker's own view, and everybody's stays as it was.
    await kari.press('Ta bildesjekken', {}, id, THREAD);
    expect(kari.message(id).text).toContain('Slik forsto jeg deg:');
    kari.own.clear();
    await kari.refresh(id);
    expect(kari.message(id).text).toContain('Slik forsto jeg deg:');
    await kari.press('Neste', {}, id, THREAD);
    expect(house.teams.calls.filter((c) => c.how === 'updated')).toEqual([]);
    expect(JSON.stringify(house.teams.in(THREAD.id))).toBe(JSON.stringify([base]));
  });

  test('falls back to that where the personal chat is closed to the bot', async () => {
    await kari.say('hei, hva kan du?');
    house.teams.open.delete(PERSONAL.id);
    await kari.mention(QUESTION);
    expect(JSON.stringify(house.teams.in(THREAD.id))).toContain('Bare den som spurte, ser svaret.');
    expect([...house.references.keys()]).not.toContain(`person/${KARI.aadObjectId}`);
  });

  test('of another person in the same thread is theirs alone', async () => {
    const ola = new TeamsPerson(house.teams, house.worker.idle, OLA, PERSONAL_OLA);
    await kari.say('hei');
    await ola.say('hei');
    await kari.mention('photo-check');
    await ola.mention('photo-check');
    await kari.press('Fortsett senere', {}, kari.last().id);
    expect(ola.last().text).not.toContain('Lagret');
  });

  test('can’t be answered for by a forged thread', async () => {
    await kari.say(QUESTION);
    const button = everything(kari.last().card).find((e) => e.title === 'Hjalp ikke');
    await house.teams.deliver(
      pressed({ ...(button?.data as Json), at: `${'x'.repeat(22)}.${THREAD.id}` }, { replyToId: kari.last().id }),
    );
    await house.worker.idle();
    expect(house.teams.in(THREAD.id)).toEqual([]);
  });
});

describe('“Check before publishing”', () => {
  const cardOf = (body: Json): Json => (((body.task as Json).value as Json).card as Json).content as Json;

  test('reads a message in a dialog and goes through the check there', async () => {
    const { body } = await kari.send(
      fetchTask('<div>Velkommen! Kari Nordmann (9) vant løpet. Ring 99 88 77 66.</div>', { conversation: THREAD }),
    );
    const card = cardOf(body);
    expect(checkCard(card, { dialog: true }).faults).toEqual([]);
    expect(JSON.stringify(card)).toContain('Barn med navn og alder');
    expect(JSON.stringify(card)).not.toContain('Nordmann');
    const start = everything(card).find((e) => e.title === 'Ta bildesjekken');
    const next = await kari.send(submitTask(start?.data as Json, { conversation: THREAD }));
    expect(checkCard(cardOf(next.body), { dialog: true }).faults).toEqual([]);
    expect(titles(cardOf(next.body))).toContain('Neste');
    expect(house.teams.in(THREAD.id)).toEqual([]);
  });

  test('without a message asks for the text first', async () => {
    const { body } = await kari.send(
      invoked('composeExtension/fetchTask', { commandId: 'check', commandContext: 'compose' }, { locale: 'sv-SE' }),
    );
    const card = cardOf(body);
    expect(checkCard(card, { dialog: true }).faults).toEqual([]);
    expect(((body.task as Json).value as Json).title).toBe('Kontrollera före publicering');
    const again = await kari.send(submitTask({ 'text:draft': ' ' }));
    expect(JSON.stringify(cardOf(again.body))).toContain('Lim inn teksten.');
    const read = await kari.send(submitTask({ 'text:draft': 'Vi gratulerer vinnerne av årets løp!' }));
    expect(JSON.stringify(cardOf(read.body))).toContain('Utkastet ditt');
  });
});

describe('being installed', () => {
  test('is greeted once in the client’s language, and lets varsam speak first later on', async () => {
    await kari.send(installed({ locale: 'nn-NO' }));
    await kari.send(
      said('', {
        type: 'conversationUpdate',
        text: undefined,
        membersAdded: [{ id: `28:${'c0ffee00-1111-4222-8333-444455556666'}` }],
      }),
    );
    expect(house.teams.in(PERSONAL.id)).toHaveLength(1);
    expect(kari.last().text).toContain('Hei, eg er varsam');
    const card = {
      lang: 'nb',
      fallback: 'Nå har enheten svart.',
      parts: [{ kind: 'text', role: 'lead', text: 'Nå har enheten svart.' }],
    } as const;
    await house.bot.tell(
      { tenant: 'local', conversation: PERSONAL.id, user: KARI.aadObjectId },
      { card: { ...card, parts: [...card.parts] }, replaces: false },
    );
    expect(kari.last().text).toContain('Nå har enheten svart.');
    await kari.send(installed({ action: 'remove' }));
    await expect(
      house.bot.tell(
        { tenant: 'local', conversation: PERSONAL.id, user: KARI.aadObjectId },
        { card: { ...card, parts: [...card.parts] }, replaces: false },
      ),
    ).rejects.toThrow('404');
  });

  test('in a team greets everybody, and what somebody chooses there is theirs', async () => {
    await kari.send(installed({ conversation: THREAD }));
    expect(house.teams.in(THREAD.id)).toHaveLength(1);
    const [id = ''] = house.teams.ids(THREAD.id);
    await kari.press('English', {}, id, THREAD);
    expect(kari.message(id).text).toContain('I am varsam');
    expect(JSON.stringify(house.teams.in(THREAD.id))).toContain('jeg er varsam');
  });

  test('a room that varsam knows can be spoken to, as those responsible are', async () => {
    await kari.mention('hei');
    const room = THREAD.id.split(';')[0] ?? '';
    house.teams.open.add(room);
    const card = {
      lang: 'nb' as const,
      fallback: 'Uke 47',
      parts: [{ kind: 'text' as const, role: 'title' as const, text: 'Uke 47: 3 spørsmål uten svar' }],
    };
    await house.bot.tell({ tenant: 'local', conversation: room, user: null }, { card, replaces: false, shared: true });
    expect(JSON.stringify(house.teams.in(room))).toContain('Uke 47');
  });
});

describe('when something fails', () => {
  test('once on the way, the answer still comes, after as long as Teams asks for', async () => {
    house.teams.failures.push(
      { status: 429, headers: { 'retry-after': '7' }, when: (a) => a.type === 'message' },
      { status: 502, when: (a) => a.type === 'message' },
      { status: 0, drop: true, when: (a) => a.type === 'message' },
    );
    await kari.say(QUESTION);
    expect(kari.last().text).toContain('Hvert tilfelle');
    expect(house.teams.in(PERSONAL.id)).toHaveLength(1);
    expect(house.time.waited).toContain(7000);
  });

  test('in the house, a word with a code is said, and the code stands in the log', async () => {
    house.door.converse = async () => {
      throw new Error('klassebildet av Kari');
    };
    await kari.say(QUESTION);
    const code = /kode (\S+) hvis/.exec(kari.last().text)?.[1] ?? 'none';
    expect(house.deps.log.lines.join('\n')).toContain(code);
    await kari.mention(QUESTION);
    expect(house.teams.in(THREAD.id)).toHaveLength(1);
    const { body } = await house.teams.deliver(pressed({ varsam: packAction({ do: 'help' }) }));
    expect(JSON.stringify(body)).toContain('Noe gikk galt hos meg');
    const dialog = await house.teams.deliver(fetchTask('<p>Hei alle sammen</p>'));
    expect(JSON.stringify(dialog.body)).toContain('Noe gikk galt hos meg');
  });

  test('at a card that is gone, the press is answered all the same', async () => {
    await kari.say(QUESTION);
    const button = everything(kari.last().card).find((e) => e.title === 'Det hjalp');
    const { body } = await house.teams.deliver(pressed(button?.data as Json, { replyToId: 'gone' }));
    expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
  });
});
