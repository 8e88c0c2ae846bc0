/** `/varsam account …` in the words of each language, as people type it. */

const WORD = '(?:konto|kontoer|kontoar|konton|kontoane|account|accounts)';
const ASKED = new RegExp(`^\\s*(?:/?varsam\\s+/?|/)${WORD}(?=[\\s:,.!?]|$)[:\\s]*`, 'iu');
const ALONE = new RegExp(`^\\s*${WORD}\\s*$`, 'iu');
const AFTER_VARSAM = new RegExp(`^\\s*${WORD}(?=[\\s:]|$)[:\\s]*`, 'iu');

/** Words that the name of an account has at most. */
const LONGEST_NAME = 6;

/**
 * What stands behind the command: `/varsam konto ny` → `ny`, `konto` → empty. Undefined for everything else: "konto for ungdomsklubben?" is a question.
 * `afterVarsam`: the channel has taken `/varsam` away already.
 */
export function accountCommand(text: string, { afterVarsam = false } = {}): string | undefined {
  const match = ASKED.exec(text) ?? ALONE.exec(text) ?? (afterVarsam ? AFTER_VARSAM.exec(text) : null);
  if (!match) return undefined;
  const behind = text.slice(match[0].length).trim();
  // "konto for ungdomsklubben, får vi det?" asks something.
  return afterVarsam && (behind.endsWith('?') || behind.split(/\s+/).length > LONGEST_NAME) ? undefined : behind;
}

/** "ny", "registrer": the form and no account. */
export function asksForNew(words: string): boolean {
  return /^(?:ny|nytt|new|add|registrer|registrera|register|meld(?:e)? inn|anmäl|legg til|lägg till)\b/iu.test(
    words.trim(),
  );
}
