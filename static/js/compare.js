// Original beside enhanced: three ways to lay them, F held (or a press on touch) flicks, zoom and scroll are tied.
import { bindInteract, bindZoom } from './frame_stage.js';
import { isTyping, singleKeys } from './shortcuts.js';

export function bind(root) {
  const found = root.matches?.('[data-compare]') ? [root] : root.querySelectorAll('[data-compare]');
  for (const room of found) {
    if (room.dataset.bound) continue;
    room.dataset.bound = '';
    const box = room.querySelector('.compare'), media = [...room.querySelectorAll('.pane__media')];
    bindModes(room, box);
    bindInteract(room);
    bindZoom(room, media);
    bindScroll(room, media);
    bindPress(box);
    toggle(room, '[data-zones]', on => { for (const guide of room.querySelectorAll('[data-guide]')) guide.hidden = !on; });
    toggle(room, '[data-tied]', () => {});
  }
}

function bindModes(room, box) {
  const range = room.querySelector('[data-overlay-range]');
  for (const input of room.querySelectorAll('[name="compare-mode"]')) input.addEventListener('change', () => {
    box.dataset.mode = input.value;
    range.hidden = input.value !== 'overlay';
  });
  for (const input of room.querySelectorAll('[name="compare-pane"]')) input.addEventListener('change', () => { box.dataset.show = input.value; });
  range?.querySelector('input').addEventListener('input', event => box.style.setProperty('--at', `${event.target.value}%`));
}

function toggle(room, selector, act) {
  const button = room.querySelector(selector);
  button?.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    act(on);
  });
}

function bindScroll(room, media) {
  let leader = null;
  for (const one of media) one.addEventListener('scroll', () => {
    const tied = room.querySelector('[data-tied]')?.getAttribute('aria-pressed') === 'true';
    if (!tied || (leader && leader !== one)) return;
    leader = one;
    for (const other of media) if (other !== one) other.scrollTo(one.scrollLeft, one.scrollTop);
    requestAnimationFrame(() => { leader = null; });
  });
}

function bindPress(box) {
  box.addEventListener('pointerdown', event => { if (event.target.closest('[data-veil]') && event.pointerType !== 'mouse') box.dataset.flick = ''; });
  for (const kind of ['pointerup', 'pointercancel', 'pointerleave']) box.addEventListener(kind, () => { delete box.dataset.flick; });
}

const box = () => document.querySelector('[data-compare] .compare');
document.addEventListener('keydown', event => { if (event.key.toLowerCase() === 'f' && !event.ctrlKey && !event.metaKey && !isTyping(event) && singleKeys() && box()) box().dataset.flick = ''; });
document.addEventListener('keyup', event => { if (event.key.toLowerCase() === 'f' && box()) delete box().dataset.flick; });
addEventListener('blur', () => { if (box()) delete box().dataset.flick; });
