/** A phrase as a sentence: "no valid date" becomes "No valid date." */
export function asSentence(phrase: string): string {
  const sentence = phrase.charAt(0).toLocaleUpperCase() + phrase.slice(1);
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
