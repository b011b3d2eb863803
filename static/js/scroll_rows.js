// Rows that scroll sideways show the current tab, and bring what has focus wholly into view; browsers stop at "partly".
for (const place of document.querySelectorAll('.tabs [aria-current]')) {
  const row = place.closest('.tabs');
  row.scrollLeft = place.offsetLeft - row.offsetLeft - (row.clientWidth - place.offsetWidth) / 2;
}
document.addEventListener('focusin', event => {
  const row = event.target.closest?.('.wall__row, .filters, .bar, .matrix-wrap, .tabs');
  if (!row || row.scrollWidth <= row.clientWidth) return;
  const frame = event.target.closest('.frame');
  (frame ?? event.target).scrollIntoView({ block: 'nearest', inline: frame ? 'start' : 'nearest' });
});
