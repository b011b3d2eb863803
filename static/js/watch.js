// A part of the page that follows what others do: asks every 2 s whether it moved (304 while it did not), and fetches
// itself anew when it did. Whoever is typing, or has a dialog open, is left alone until that is over.
//   <div data-watch="state address" data-watch-stamp="what is shown" data-watch-url="the part's own address">
const EVERY_MS = 2000;
let timer = null;

export function bind() {
  clearTimeout(timer);
  timer = setTimeout(look, EVERY_MS);
}

async function look() {
  const part = document.querySelector('[data-watch]');
  if (!part) return;
  if (!document.hidden && !isBusy()) await ask(part);
  if (part.isConnected) timer = setTimeout(look, EVERY_MS);
}

async function ask(part) {
  const headers = { 'If-None-Match': `"${part.dataset.watchStamp}"` };
  const answer = await fetch(part.dataset.watch, { headers, cache: 'no-store' }).catch(() => null);
  if (answer?.status !== 204 || !part.isConnected || isBusy()) return;
  globalThis.htmx.ajax('GET', part.dataset.watchUrl, { target: part, swap: 'outerHTML' });
}

function isBusy() {
  const focused = document.activeElement;
  return Boolean(document.querySelector('dialog[open], [aria-busy="true"]')) || /^(TEXTAREA|INPUT|SELECT)$/.test(focused?.tagName ?? '');
}
