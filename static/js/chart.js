// Charts from data in the page: <figure data-chart="ID"> with a <canvas>; ID names a <script type="application/json">:
//   { "kind": "line" | "bar", "labels": [...], "unit": "€", "from_zero": true,
//     "series": [{ "name": "Spend", "values": [...], "before": true? }] }
// At most five series; colours, type and lines are the tokens'. The library is loaded when the first chart is there.
import { labels, tokens } from './chart_parts.js';

const DASHES = [[], [7, 4], [], [1.5, 4], []];
const drawn = new Map();

export async function bind(root) {
  const figures = root.matches?.('[data-chart]') ? [root] : [...root.querySelectorAll('[data-chart]')];
  const fresh = figures.filter(figure => !figure.dataset.bound);
  if (!fresh.length) return;
  for (const figure of fresh) figure.dataset.bound = '';
  await library(fresh[0].dataset.chartLibrary);
  for (const figure of fresh) draw(figure);
}

function library(address) {
  if (globalThis.Chart) return Promise.resolve();
  return new Promise((done, fail) => {
    const script = document.createElement('script');
    Object.assign(script, { src: address, onload: done, onerror: fail });
    document.head.append(script);
  });
}

function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const canvas = figure.querySelector('canvas');
  drawn.get(figure)?.destroy();
  const look = tokens(figure);
  const chart = new globalThis.Chart(canvas, { type: data.kind ?? 'line', data: dataOf(data, look), options: optionsOf(data, look), plugins: [labels(look)] });
  drawn.set(figure, chart);
  canvas.onkeydown = event => walk(chart, event);
}

function dataOf(data, look) {
  const datasets = data.series.slice(0, 5).map((one, at) => ({
    label: one.name, data: one.values, borderColor: one.before ? look.rest : look.series[at],
    backgroundColor: data.kind === 'bar' ? look.series[at] : data.series.length === 1 ? look.area : 'transparent',
    fill: data.series.length === 1 && data.kind !== 'bar', borderWidth: 2, borderDash: one.before ? [2, 4] : DASHES[at], pointRadius: 0, pointHoverRadius: 4, tension: 0,
  }));
  return { labels: data.labels, datasets };
}

function optionsOf(data, look) {
  const say = value => `${Number(value).toLocaleString('en')}${data.unit ? ` ${data.unit}` : ''}`;
  const ticks = { color: look.text, font: look.font, maxRotation: 0, autoSkipPadding: 24 };
  return {
    animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: 'index', intersect: false },
    layout: { padding: { right: data.kind === 'bar' ? 0 : 88, top: 8 } },
    scales: {
      x: { grid: { display: false }, border: { color: look.grid }, ticks },
      y: { beginAtZero: data.from_zero ?? true, grid: { color: look.grid }, border: { display: false }, ticks: { ...ticks, maxTicksLimit: 6, callback: say } },
    },
    plugins: {
      legend: { display: false },
      tooltip: { backgroundColor: look.ink, titleColor: look.onInk, bodyColor: look.onInk, titleFont: look.font, bodyFont: look.font, itemSort: (a, b) => b.parsed.y - a.parsed.y, callbacks: { label: item => `${item.dataset.label}: ${say(item.parsed.y)}` } },
    },
  };
}

// Arrow keys move the upright line
function walk(chart, event) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!way) return;
  event.preventDefault();
  const last = chart.data.labels.length - 1, now = chart.tooltip.getActiveElements()[0]?.index ?? (way > 0 ? -1 : last + 1);
  const index = Math.max(0, Math.min(last, now + way));
  const active = chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index }));
  chart.setActiveElements(active);
  chart.tooltip.setActiveElements(active, { x: 0, y: 0 });
  chart.update('none');
}

const again = () => { for (const figure of drawn.keys()) if (figure.isConnected) draw(figure); else drawn.delete(figure); };
document.documentElement.addEventListener('theme-changed', again);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
