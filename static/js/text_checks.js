// While a text is typed: how long it is, and what Meta will cut or refuse, marked in a twin under the field.
// [data-check-text] with data-soft, data-hard (0: none) around a textarea or input, .meter and, for marks, .marked__ink.
// The sentences under the field come from the server, which holds Meta's rules; these marks only point at the place.
const REPEATED = /([!?.,;:])\1+/g;
const length = text => [...text].length;

export function bind(root) {
  const found = root.matches?.('[data-check-text]') ? [root] : root.querySelectorAll('[data-check-text]');
  for (const field of found) {
    if (field.dataset.bound) continue;
    field.dataset.bound = '';
    const input = field.querySelector('textarea, input:not([type="hidden"])');
    const show = () => { meter(field, input.value); marks(field, input.value); };
    input.addEventListener('input', show);
    field.addEventListener('click', event => {
      const button = event.target.closest('[data-fix]');
      if (button) fix(input, show, button.dataset.fixText);
    });
    show();
  }
}

function meter(field, text) {
  const out = field.querySelector('.meter'), soft = Number(field.dataset.soft), hard = Number(field.dataset.hard);
  if (!out) return;
  const long = length(text), limit = hard && long > hard ? hard : soft || hard;
  out.textContent = limit ? `${long} of ${limit}${hard && long > hard ? ', too long' : ''}` : `${long}`;
  out.dataset.state = hard && long > hard ? 'stop' : soft && long > soft ? 'over' : '';
}

function marks(field, text) {
  const ink = field.querySelector('.marked__ink'), soft = Number(field.dataset.soft);
  if (!ink) return;
  const bad = [...text.matchAll(REPEATED)].filter(hit => hit[0] !== '...').map(hit => [hit.index, hit.index + hit[0].length]);
  const cut = soft && length(text) > soft ? [...text].slice(0, soft).join('').length : text.length;
  const edges = [...new Set([0, cut, text.length, ...bad.flat()])].sort((a, b) => a - b);
  ink.replaceChildren(...edges.slice(0, -1).map((from, at) => piece(text, from, edges[at + 1], bad, cut)));
}

function piece(text, from, until, bad, cut) {
  const mark = document.createElement('mark');
  mark.textContent = text.slice(from, until);
  const isBad = bad.some(([start, end]) => from >= start && until <= end);
  mark.className = isBad ? 'bad' : from >= cut ? `cut${from === cut ? ' cut--first' : ''}` : '';
  return mark;
}

// The server says what the text becomes
function fix(input, show, text) {
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.focus();
  show();
}
