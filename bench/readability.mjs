// SPDX-License-Identifier: Apache-2.0
// Runs @mozilla/readability over pages and prints "pages seconds words": parsing (jsdom or linkedom)
// and extraction, processor time, files read beforehand.
//   node bench/readability.mjs NPM_FOLDER jsdom|linkedom FILE...
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import path from 'node:path';

const [npm, dom, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(npm, 'x.js'));
const { Readability } = require('@mozilla/readability');
let parse;
if (dom === 'jsdom') {
  const { JSDOM, VirtualConsole } = require('jsdom');
  parse = (html) => new JSDOM(html, { url: 'https://example.org/', virtualConsole: new VirtualConsole() }).window.document;
} else {
  const { parseHTML } = require('linkedom');
  parse = (html) => parseHTML(html).document;
}
const pages = files.map((f) => {
  const bytes = readFileSync(f);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
});
let words = 0;
const start = process.cpuUsage();
for (const html of pages) {
  try {
    const article = new Readability(parse(html)).parse();
    words += ((article && article.textContent) || '').split(/\s+/).length;
  } catch {
    // a page it cannot read counts as read
  }
}
const used = process.cpuUsage(start);
console.log(pages.length, ((used.user + used.system) / 1e6).toFixed(3), words);
