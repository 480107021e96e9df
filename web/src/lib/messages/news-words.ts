import { FAILURE_SENTENCES } from "./failure-sentences.ts";
import { listWords } from "./list-words.ts";
import { marksWords } from "./marks-words.ts";

/** What a toast is about: the page's state holds this, and `newsText` says it when it is shown. */
export type News =
  | { readonly kind: "failed"; readonly code: keyof typeof FAILURE_SENTENCES }
  /** Numbers of messages; all are 0 where nothing has changed. */
  | {
      readonly kind: "refreshed";
      readonly added: number;
      readonly removed: number;
      readonly lostMarks: number;
    }
  | { readonly kind: "committed-elsewhere"; readonly removed: number }
  | { readonly kind: "commit-settled"; readonly removed: number; readonly remaining: number }
  | { readonly kind: "commit-never-known"; readonly count: number }
  | { readonly kind: "not-marked"; readonly count: number }
  | { readonly kind: "not-marked-offline" }
  | { readonly kind: "not-unmarked-offline" };

export function newsText(news: News): string {
  switch (news.kind) {
    case "failed": {
      const { title, next } = FAILURE_SENTENCES[news.code];
      return `${title} ${next}`;
    }
    case "refreshed":
      return refreshedText(news);
    case "committed-elsewhere":
      return marksWords.committedElsewhere(news.removed);
    case "commit-settled":
      return marksWords.settled(news.removed, news.remaining);
    case "commit-never-known":
      return marksWords.neverKnown(news.count);
    case "not-marked":
      return marksWords.notMarked(news.count);
    case "not-marked-offline":
      return marksWords.notMarkedOffline;
    case "not-unmarked-offline":
      return marksWords.notUnmarkedOffline;
  }
}

function refreshedText({ added, removed, lostMarks }: Extract<News, { kind: "refreshed" }>): string {
  const texts = [
    added > 0 && listWords.added(added),
    removed > 0 && listWords.removed(removed),
    lostMarks > 0 && listWords.lostMarks(lostMarks),
  ].filter((text) => text !== false);
  return texts.length > 0 ? texts.join(" ") : listWords.nothingNew;
}
