// What charts take from the tokens, and the words at the end of their lines.
// light-dark() is resolved by asking the browser for a colour that uses it.
export function tokens(figure) {
  const probe = document.createElement('i');
  figure.append(probe);
  const colour = name => {
    probe.style.setProperty('color', `var(${name})`);
    return getComputedStyle(probe).color;
  };
  const look = {
    series: [1, 2, 3, 4, 5].map(at => colour(`--chart-${at}`)),
    rest: colour('--chart-rest'), grid: colour('--chart-grid'), area: colour('--chart-area'),
    text: colour('--text-2'), strong: colour('--text'), ink: colour('--ink'), onInk: colour('--on-ink'), line: colour('--line-field'),
    font: { family: getComputedStyle(figure).fontFamily, size: 11, weight: 500 },
  };
  probe.remove();
  return look;
}

// Lines carry their name and last value at the end instead of a legend; the one that has focus gets an upright line
export function labels(look) {
  return {
    id: 'line-words',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      upright(chart, ctx, look);
      if (chart.config.type === 'line') names(chart, ctx, look);
      ctx.restore();
    },
  };
}

function upright(chart, ctx, look) {
  const at = chart.tooltip?.getActiveElements()[0]?.element.x;
  if (at === undefined) return;
  ctx.strokeStyle = look.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(at, chart.chartArea.top);
  ctx.lineTo(at, chart.chartArea.bottom);
  ctx.stroke();
}

function names(chart, ctx, look) {
  const ends = chart.data.datasets.map((set, at) => ({ name: set.label, colour: set.borderColor, point: chart.getDatasetMeta(at).data.at(-1) }));
  ctx.font = `600 ${look.font.size}px ${look.font.family}`;
  ctx.textBaseline = 'middle';
  let free = -Infinity;
  for (const end of ends.filter(one => one.point).sort((a, b) => a.point.y - b.point.y)) {
    const y = Math.max(end.point.y, free);
    free = y + 14;
    ctx.fillStyle = end.colour;
    ctx.fillRect(end.point.x + 6, y - 1, 8, 2);
    ctx.fillStyle = look.strong;
    ctx.fillText(end.name, end.point.x + 18, y, 70);
  }
}
