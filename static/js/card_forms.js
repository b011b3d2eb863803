// The cards of a carousel: added from the template, removed, moved. Their numbers follow their places, so that what is
// sent stands in the order that is seen.
export function bind(root) {
  for (const area of root.querySelectorAll('[data-cards]')) {
    if (area.dataset.bound) continue;
    area.dataset.bound = '';
    area.addEventListener('click', event => act(area, event.target));
    number(area);
  }
}

function act(area, pressed) {
  const card = pressed.closest('[data-card]');
  if (pressed.closest('[data-card-add]')) add(area);
  else if (card && pressed.closest('[data-card-remove]')) remove(area, card);
  else if (card && pressed.closest('[data-card-left]')) move(area, card, card.previousElementSibling, 'before', pressed);
  else if (card && pressed.closest('[data-card-right]')) move(area, card, card.nextElementSibling, 'after', pressed);
}

const cards = area => [...area.querySelectorAll('[data-cards-list] > [data-card]')];

function add(area) {
  if (cards(area).length >= Number(area.dataset.cardsMax)) return say(area, `A carousel has at most ${area.dataset.cardsMax} cards.`);
  const piece = area.querySelector('[data-card-template]').content.cloneNode(true);
  area.querySelector('[data-cards-list]').append(piece);
  number(area);
  const added = cards(area).at(-1);
  window.htmx.process(added);
  added.querySelector('button.stage').focus();
}

function remove(area, card) {
  const least = Number(area.dataset.cardsMin);
  if (cards(area).length <= least) return say(area, `A carousel has at least ${least} cards.`);
  card.remove();
  number(area);
  area.querySelector('[data-card-add]').focus();
}

function move(area, card, other, side, pressed) {
  if (!other) return;
  other[side](card);
  number(area);
  pressed.closest('button').focus();
}

const say = (area, words) => { area.querySelector('[data-cards-said]').textContent = words; };

function number(area) {
  cards(area).forEach((card, at) => {
    card.querySelector('[data-card-title]').textContent = `Card ${at + 1}`;
    for (const element of [card, ...card.querySelectorAll('*')]) renumber(element, at);
  });
  area.querySelector('[name$="-TOTAL_FORMS"]').value = cards(area).length;
  say(area, '');
}

function renumber(element, at) {
  for (const { name, value } of [...element.attributes]) {
    if (/cards-(\d+|__prefix__)-/.test(value)) element.setAttribute(name, value.replace(/cards-(\d+|__prefix__)-/g, `cards-${at}-`));
  }
}
