/** A phrase as a sentence: "no valid date" becomes "No valid date." */
export function asSentence(phrase: string): string {
  const sentence = capitalised(phrase);
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** With a capital at its beginning. */
export function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
