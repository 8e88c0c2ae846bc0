import type { Lang } from '../src/core/language.ts';
import type { Read } from '../src/core/learning/same-features.ts';
import { hash32 } from '../src/core/text.ts';

/** Questions made of questions, for the fit of sameness: near misses that are another question, and rewordings that are the same. */

type Asked = { question: string; lang: Lang };

/** Words that can stand for each other and change the question, by language. */
const TWISTS: Record<Lang, readonly (readonly string[])[]> = {
  nb: [
    ['barn', 'ansatte', 'beboere', 'politikere'],
    ['elever', 'lærere', 'pasienter', 'foreldre'],
    ['eleven', 'læreren', 'pasienten', 'ordføreren'],
    ['slette', 'publisere', 'arkivere', 'svare på'],
    ['kommentarer', 'meldinger', 'bilder', 'innlegg'],
    ['kommentaren', 'meldingen', 'bildet', 'innlegget'],
    ['hvem', 'når', 'hvor ofte'],
    ['hvor lenge', 'hvor ofte', 'hvor mange'],
    ['opprette', 'legge ned', 'godkjenne'],
  ],
  nn: [
    ['born', 'tilsette', 'bebuarar', 'politikarar'],
    ['elevar', 'lærarar', 'pasientar', 'foreldre'],
    ['eleven', 'læraren', 'pasienten', 'ordføraren'],
    ['slette', 'publisere', 'arkivere', 'svare på'],
    ['kommentarar', 'meldingar', 'bilete', 'innlegg'],
    ['kommentaren', 'meldinga', 'biletet', 'innlegget'],
    ['kven', 'når', 'kor ofte'],
    ['kor lenge', 'kor ofte', 'kor mange'],
    ['opprette', 'leggje ned', 'godkjenne'],
  ],
  sv: [
    ['barn', 'anställda', 'boende', 'politiker'],
    ['elever', 'lärare', 'patienter', 'föräldrar'],
    ['eleven', 'läraren', 'patienten', 'kommunalrådet'],
    ['ta bort', 'publicera', 'arkivera', 'svara på'],
    ['kommentarer', 'meddelanden', 'bilder', 'inlägg'],
    ['kommentaren', 'meddelandet', 'bilden', 'inlägget'],
    ['vem', 'när', 'hur ofta'],
    ['hur länge', 'hur ofta', 'hur många'],
    ['starta', 'stänga', 'godkänna'],
  ],
  en: [
    ['children', 'employees', 'residents', 'politicians'],
    ['pupils', 'teachers', 'patients', 'parents'],
    ['pupil', 'teacher', 'patient', 'mayor'],
    ['delete', 'publish', 'archive', 'answer'],
    ['comments', 'messages', 'pictures', 'posts'],
    ['comment', 'message', 'picture', 'post'],
    ['who', 'when', 'how often'],
    ['how long', 'how often', 'how many'],
    ['open', 'close', 'approve'],
  ],
};
const PLATFORMS = ['Facebook', 'Instagram', 'TikTok', 'Snapchat', 'YouTube', 'LinkedIn', 'Messenger'];

/** The question with one notion replaced, or another number; undefined where nothing in it can be. */
export function twist({ question, lang }: Asked): string | undefined {
  const turns = [PLATFORMS, ...TWISTS[lang]].flatMap((list) =>
    list.flatMap((word) => {
      const found = find(word).exec(question);
      const other = list.filter((w) => w !== word)[hash32(question) % (list.length - 1)] ?? '';
      return found ? [question.slice(0, found.index) + other + question.slice(found.index + word.length)] : [];
    }),
  );
  const number = /(?<![\d.])\d{1,3}(?![\d.])/.exec(question);
  if (number)
    turns.push(
      question.slice(0, number.index) +
        String(Number(number[0]) * 3 + 1) +
        question.slice(number.index + number[0].length),
    );
  return turns[hash32(`${question}#`) % Math.max(1, turns.length)];
}

/** Words that can stand for each other and leave the question as it is, openings too. */
const SAME_WORDS: Record<Lang, readonly (readonly string[])[]> = {
  nb: [
    ['kan vi', 'får vi', 'har vi lov til å', 'er det greit at vi kan'],
    ['kan jeg', 'får jeg', 'har jeg lov til å'],
    ['må vi', 'er vi nødt til å', 'er det krav om at vi må'],
    ['hvordan', 'på hvilken måte'],
    ['hva gjør vi', 'hvordan går vi fram'],
    ['slette', 'fjerne', 'ta bort'],
    ['legge ut', 'publisere', 'poste'],
    ['bilder', 'foto', 'fotografier'],
    ['bilde', 'foto'],
    ['ansatte', 'medarbeidere'],
    ['siden', 'kontoen'],
    ['foreldre', 'foresatte'],
    ['folk', 'innbyggere'],
  ],
  nn: [
    ['kan vi', 'får vi', 'har vi lov til å'],
    ['kan eg', 'får eg', 'har eg lov til å'],
    ['må vi', 'er vi nøydde til å', 'er det krav om at vi må'],
    ['korleis', 'på kva måte'],
    ['kva gjer vi', 'korleis går vi fram'],
    ['slette', 'fjerne', 'ta bort'],
    ['leggje ut', 'legge ut', 'publisere'],
    ['bilete', 'foto'],
    ['tilsette', 'medarbeidarar'],
    ['sida', 'kontoen'],
    ['foreldre', 'føresette'],
    ['folk', 'innbyggjarar'],
  ],
  sv: [
    ['får vi', 'kan vi', 'är det okej att vi', 'har vi rätt att'],
    ['får jag', 'kan jag', 'har jag rätt att'],
    ['måste vi', 'behöver vi', 'är det krav på att vi ska'],
    ['hur', 'på vilket sätt'],
    ['vad gör vi', 'hur agerar vi'],
    ['ta bort', 'radera'],
    ['lägga ut', 'publicera', 'posta'],
    ['bilder', 'foton', 'fotografier'],
    ['anställda', 'medarbetare'],
    ['sidan', 'kontot'],
    ['föräldrar', 'vårdnadshavare'],
    ['folk', 'invånare'],
  ],
  en: [
    ['can we', 'may we', 'are we allowed to', 'is it ok if we'],
    ['can i', 'may i', 'am i allowed to'],
    ['must we', 'do we have to', 'do we need to'],
    ['how do we', 'what is the way to'],
    ['what do we do', 'how should we act'],
    ['delete', 'remove', 'take down'],
    ['post', 'publish', 'put out'],
    ['pictures', 'photos', 'images'],
    ['employees', 'staff'],
    ['page', 'account'],
    ['parents', 'guardians'],
    ['people', 'residents'],
  ],
};
const GREETINGS: Record<Lang, readonly string[]> = {
  nb: ['Hei! ', 'Vi lurer på noe. ', 'Kort spørsmål: '],
  nn: ['Hei! ', 'Vi lurer på noko. ', 'Kort spørsmål: '],
  sv: ['Hej! ', 'Vi undrar en sak. ', 'Kort fråga: '],
  en: ['Hi! ', 'We wonder about something. ', 'Quick question: '],
};

/** The same question in other words: every word that has one gets a synonym; with a greeting where it has none. */
export function reword({ question, lang }: Asked): string {
  let out = question;
  for (const list of SAME_WORDS[lang]) {
    const word = list.find((w) => find(w).test(out));
    if (!word) continue;
    const other = list.filter((w) => w !== word)[hash32(question + word) % (list.length - 1)] ?? word;
    out = out.replace(find(word), other);
  }
  return out === question ? (GREETINGS[lang][hash32(question) % 3] ?? '') + question : out;
}

function find(word: string): RegExp {
  return new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'iu');
}

/** The question with its heaviest word replaced by the heaviest of another question: all the same but for what it is about. */
export function swap(into: Read, from: Read): string | undefined {
  const heaviest = (r: Read) => r.words[r.weights.indexOf(Math.max(...r.weights))] ?? '';
  const [out, put] = [heaviest(into), heaviest(from)];
  if (!out || !put || out === put) return undefined;
  return into.words.map((w) => (w === out ? put : w)).join(' ');
}

/** The question without its lightest words, a third of all: the same, said more shortly. */
export function lightened({ words, weights }: Read): string {
  const light = new Set(
    weights
      .map((w, i) => ({ w, i }))
      .sort((a, b) => a.w - b.w)
      .slice(0, Math.floor(words.length / 3))
      .map(({ i }) => i),
  );
  return words.filter((_, i) => !light.has(i)).join(' ');
}
