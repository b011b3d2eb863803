// Values from data that a strict policy keeps out of the markup: data-css="--at: 40%; --w: 375" becomes custom properties.
export function bind(root) {
  const found = root.matches?.('[data-css]') ? [root] : [];
  for (const element of [...found, ...root.querySelectorAll('[data-css]')]) {
    for (const pair of element.dataset.css.split(';')) {
      const [name, value] = pair.split(/:(.*)/s).map(part => part?.trim());
      if (name?.startsWith('--')) element.style.setProperty(name, value);
    }
  }
}
