/** The one part of papaparse that is used: its parser of one piece of text. */
declare module 'papaparse' {
  class Parser {
    constructor(config: { delimiter: string; newline: string; quoteChar: string; fastMode: boolean; preview: number });
    /** `errors` are quotes in odd places, by record; `cursor` is where the next record begins; with `ignoreLastRow` an unfinished one is left for later. */
    parse(
      input: string,
      baseIndex: number,
      ignoreLastRow: boolean,
    ): { data: string[][]; errors: { row: number }[]; meta: { cursor: number } };
  }
  const Papa: { Parser: typeof Parser };
  // biome-ignore lint/style/noDefaultExport: what the package exports is not ours to choose.
  export default Papa;
}
