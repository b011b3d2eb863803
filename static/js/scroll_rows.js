// Rows that scroll sideways bring what has focus wholly into view; browsers stop at "partly".
document.addEventListener('focusin', event => {
  const row = event.target.closest?.('.wall__row, .filters, .bar, .matrix-wrap, .tabs');
  if (!row || row.scrollWidth <= row.clientWidth) return;
  const frame = event.target.closest('.frame');
  (frame ?? event.target).scrollIntoView({ block: 'nearest', inline: frame ? 'start' : 'nearest' });
});
