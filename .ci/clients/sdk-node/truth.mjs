/** What truth.py is for Python: the sandbox asked directly, and one line for a result that holds. */
import assert from 'node:assert/strict';

export const url = process.env.SANDBOX_URL;
export const metrics = ['impressions', 'clicks', 'spend'];
export const facts = await control('facts');

/** fetch of Node takes no notice of a proxy, so this goes straight to the sandbox. */
export async function control(path, values) {
  const options = values && {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(values)};
  return (await fetch(`${url}/_control/${path}`, options)).json();
}

export async function ask(path, parameters = {}) {
  const query = new URLSearchParams({access_token: facts.access_token});
  for (const [name, value] of Object.entries(parameters)) {
    query.set(name, typeof value === 'object' ? JSON.stringify(value) : value);
  }
  return (await fetch(`${url}/v24.0/${path}?${query}`)).json();
}

export async function ids(edge) {
  const found = [];
  let page;
  do {
    const after = page ? {after: page.paging.cursors.after} : {};
    page = await ask(edge, {fields: 'id', limit: 100, ...after});
    found.push(...page.data.map(row => row.id));
  } while (page.paging?.next);
  return found;
}

export async function original(id) {
  return Buffer.from(await (await fetch(`${url}/_control/media/${encodeURIComponent(id)}`)).arrayBuffer());
}

/** Hundredths are added as whole numbers, since floats would not come to the same sum. */
export function totals(rows) {
  const sum = name => rows.reduce((all, row) => all + Math.round(Number(row[name]) * 100), 0) / 100;
  return Object.fromEntries(metrics.map(name => [name, sum(name)]));
}

export function equal(what, got, wanted) {
  assert.deepEqual(got, wanted, what);
  console.log(`    ${what}${Array.isArray(got) ? `: ${got.length}` : ''}`);
}
