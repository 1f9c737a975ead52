/** What a search typed by somebody looks for: words, each of them, in texts that are in lower case. */

/** The words of `text`, in lower case and well-formed, as the database gets them. */
export const searchWords = (text: string | undefined): string[] =>
  (text ?? '').toWellFormed().toLowerCase().split(/\s+/).filter(Boolean);

/** `word` as part of a LIKE pattern that means just this word. */
export const likeText = (word: string): string => word.replace(/[\\%_]/g, (c) => `\\${c}`);
