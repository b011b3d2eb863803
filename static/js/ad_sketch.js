// Galley's own drawing of the ad beside its form: the texts and the first medium as they stand, redrawn while typing.
export function bind(root) {
  const sketch = root.querySelector('[data-sketch]'), form = document.getElementById('creative-form');
  if (!sketch || !form || sketch.dataset.bound) return;
  sketch.dataset.bound = '';
  const draw = () => { drawAll(sketch, form); count(form); };
  form.addEventListener('input', draw);
  form.addEventListener('change', draw);
  // The sentences under a field come a moment after the typing
  document.addEventListener('htmx:after:swap', () => { if (form.isConnected) count(form); });
  draw();
}

// How much is to fix and to know, as the sentences in the form say
function count(form) {
  const bad = form.querySelectorAll('.check--critical').length, known = form.querySelectorAll('.check--caution').length;
  show('[data-sum-bad]', bad, bad > 0);
  show('[data-sum-known]', known, known > 0);
  show('[data-sum-fine]', null, bad === 0);
}

function show(selector, number, visible) {
  const place = document.querySelector(selector);
  if (!place) return;
  place.hidden = !visible;
  if (number !== null) place.querySelector('[data-sum-count]').textContent = number;
}

function drawAll(sketch, form) {
  const of = name => form.elements[name] ?? form.elements[`cards-0-${name}`];
  const words = {
    page: chosen(of('page')),
    initials: initials(chosen(of('page'))),
    message: of('message')?.value,
    headline: of('headline')?.value,
    link: host(of('link')?.value),
    button: of('button')?.value ? chosen(of('button')) : '',
  };
  for (const place of sketch.querySelectorAll('[data-sketch-text]')) {
    place.textContent = words[place.dataset.sketchText] ?? '';
    place.hidden = !place.textContent;
  }
  const pictures = [...form.querySelectorAll('[data-slot-picture] img')].slice(0, 3).map(one => one.cloneNode());
  const stage = sketch.querySelector('[data-sketch-media]');
  stage.replaceChildren(...pictures);
  stage.toggleAttribute('data-many', pictures.length > 1 && form.elements.type.value === 'carousel');
}

// As the server makes them: the first letters of the first and the last word
const initials = name => name.split(/[^\p{L}\p{N}]+/u).filter(Boolean).filter((_, at, all) => at === 0 || at === all.length - 1).map(word => word[0].toUpperCase()).join('');

const chosen = select => select?.selectedOptions?.[0]?.textContent.trim() ?? '';

function host(address) {
  try { return new URL(address).host; } catch { return ''; }
}
