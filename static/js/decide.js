// Keys of the review room: A, C, N decide, J and K walk; a swipe goes to the next item; arrows walk the map.
// The server answers before anything is claimed: while it does, the pressed button says "Saving".
import { isTyping, singleKeys } from './shortcuts.js';

let bound = false;

export function bind() {
  if (bound) return;
  bound = true;
  document.addEventListener('keydown', onKey);
  document.addEventListener('keydown', onArrow);
  document.addEventListener('submit', onSubmit, true);
  document.addEventListener('htmx:after:process', keepFocus);
  bindSwipe();
}

// What had focus is gone with the old room: the bar takes it, so that Tab and readers go on from the decision
function keepFocus(event) {
  const here = document.activeElement;
  if (event.target.id === 'review-room' && (!here || here === document.body)) bar()?.focus({ preventScroll: true });
}

const bar = () => document.querySelector('[data-decide]');

function onKey(event) {
  if (isTyping(event) || !singleKeys() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const act = bar()?.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!act) return;
  event.preventDefault();
  act.click();
}

function onSubmit(event) {
  const button = event.submitter;
  if (!button?.closest('[data-decide]')) return;
  button.setAttribute('aria-busy', 'true');
  const words = [...button.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  if (words) words.textContent = 'Saving';
}

function onArrow(event) {
  const cell = event.target.closest?.('[data-matrix] .cell');
  if (!cell) return;
  const row = cell.closest('tr'), column = [...row.children].indexOf(cell.closest('td'));
  const rows = [...cell.closest('tbody').rows], at = rows.indexOf(row);
  const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [];
  if (down === undefined) return;
  event.preventDefault();
  rows[at + down]?.children[column + right]?.querySelector('a.cell')?.focus();
}

function bindSwipe() {
  let from = null;
  document.addEventListener('touchstart', event => { from = event.target.closest('.room__seen') ? event.touches[0].clientX : null; }, { passive: true });
  document.addEventListener('touchend', event => {
    const way = from === null ? 0 : event.changedTouches[0].clientX - from;
    if (Math.abs(way) > 80) bar()?.querySelector(`[data-key="${way < 0 ? 'j' : 'k'}"]`)?.click();
  }, { passive: true });
}
