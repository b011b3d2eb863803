// A form that answers to every choice (filters, sorting): [data-submit-on-change]. Its button is for browsers without script.
export function bind(root) {
  for (const form of root.querySelectorAll('form[data-submit-on-change]')) {
    form.onchange = event => { if (event.target.type !== 'search') form.requestSubmit(); };
    form.querySelector('[data-without-script]')?.setAttribute('hidden', '');
  }
}
