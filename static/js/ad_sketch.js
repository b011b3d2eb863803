// Galley's own drawing of the ad beside its form: the texts and the first medium as they stand, redrawn while typing.
export function bind(root) {
  const sketch = root.querySelector('[data-sketch]'), form = document.getElementById('creative-form');
  if (!sketch || !form || sketch.dataset.bound) return;
  sketch.dataset.bound = '';
  const draw = () => drawAll(sketch, form);
  form.addEventListener('input', draw);
  form.addEventListener('change', draw);
  draw();
}

function drawAll(sketch, form) {
  const of = name => form.elements[name] ?? form.elements[`cards-0-${name}`];
  const words = {
    page: chosen(of('page')),
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

const chosen = select => select?.selectedOptions?.[0]?.textContent.trim() ?? '';

function host(address) {
  try { return new URL(address).host; } catch { return ''; }
}
