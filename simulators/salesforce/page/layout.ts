/** The frame of every page, and text made safe for it. */
import { html } from '@/simulators/core/html';
import { type Answer, textAnswer } from '@/simulators/core/http';

export function page(title: string, parts: string[]): Answer {
  const text = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${html(title)} | Simulated Salesforce</title><style>${style}</style></head><body>`,
    '<header><a href="/">Simulated Salesforce</a></header><main>',
    ...parts,
    '</main></body></html>',
  ].join('');
  return textAnswer(200, text, 'text/html;charset=UTF-8');
}

const style =
  'body{font:15px/1.5 system-ui,sans-serif;margin:0;color-scheme:light dark}main{max-width:64rem;margin:1rem auto;' +
  'padding:0 1rem}header{background:#0b5cab;padding:.6rem 1rem}header a{color:#fff;text-decoration:none;font-weight:600}' +
  'section{border:1px solid #8886;border-radius:8px;padding:0 1rem 1rem;margin:1rem 0}form{margin:.5rem 0}' +
  'input,select,button,textarea{font:inherit;padding:.2rem .5rem;max-width:100%}textarea{width:100%;height:8rem}' +
  'table{border-collapse:collapse;font-size:14px}td,th{text-align:left;padding:.15rem .75rem .15rem 0;vertical-align:top}' +
  'small{opacity:.75}.columns{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr) minmax(0,1.4fr)}' +
  '@media(max-width:50rem){.columns{display:block}}pre{white-space:pre-wrap;font:inherit}';
