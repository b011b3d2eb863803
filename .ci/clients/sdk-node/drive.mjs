/**
 * The official Node SDK as it comes: objects over pages, writes, media, batches, insights both ways.
 *
 * Its version 24 drops the body of every multipart request (dist/cjs.js deletes `options.data`), so no file and not even
 * a parameter leaves it that way. Media goes by the two ways that it has left: bytes in a form field and `file_url`.
 */
import {createServer} from 'node:http';
import bizSdk from 'facebook-nodejs-business-sdk';
import {ask, control, equal, facts, ids, metrics, original, totals} from './truth.mjs';

const {Ad, AdAccount, AdCreative, Campaign, FacebookAdsApi, FacebookAdsApiBatch, User} = bizSdk;
const api = FacebookAdsApi.init(facts.access_token, 'en_US', false);
const account = new AdAccount(facts.ad_account_id);

async function all(cursor) {
  const rows = [...cursor];
  while (cursor.hasNext()) {
    cursor = await cursor.next();
    rows.push(...cursor);
  }
  return rows;
}

async function objects() {
  const edges = {
    campaigns: 'getCampaigns', adsets: 'getAdSets', ads: 'getAds',
    adcreatives: 'getAdCreatives', adimages: 'getAdImages', advideos: 'getAdVideos',
  };
  for (const [edge, read] of Object.entries(edges)) {
    const rows = await all(await account[read](['id'], {limit: 4}));
    equal(edge, rows.map(row => row.id).sort(), (await ids(`${facts.ad_account_id}/${edge}`)).sort());
  }
  const accounts = await all(await new User('me').getAdAccounts(['account_id'], {limit: 1}));
  equal('ad accounts', accounts.map(row => row.id).sort(), (await ids('me/adaccounts')).sort());
}

async function writes() {
  const campaign = await account.createCampaign([], {
    name: 'From Node', objective: 'OUTCOME_TRAFFIC', status: 'PAUSED', special_ad_categories: [],
    is_adset_budget_sharing_enabled: false,
  });
  await new Campaign(campaign.id).update([], {name: 'From Node, renamed'});
  const read = await new Campaign(campaign.id).get(['name', 'status', 'effective_status']);
  equal('a campaign, made and renamed', [read.name, read.status], ['From Node, renamed', 'PAUSED']);
  await new Campaign(campaign.id).delete([]);
  equal('and deleted', (await ask(campaign.id, {fields: 'status'})).status, 'DELETED');
}

async function media() {
  const images = await ids(`${facts.ad_account_id}/adimages`);
  const other = facts.second_ad_account_id;
  const bytes = await original(images[0]);
  const made = await new AdAccount(other).createAdImage([], {bytes: bytes.toString('base64')});
  const hash = made._data.images.bytes.hash;
  equal('the image is stored byte for byte', await original(`${other.replace('act_', '')}:${hash}`), bytes);

  await control('settings', {video_polls: 2});
  const [film] = await ids(`${facts.ad_account_id}/advideos`);
  const wanted = await original(film);
  const server = createServer((request, response) => response.setHeader('Content-Type', 'video/mp4').end(wanted));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const file_url = `http://127.0.0.1:${server.address().port}/film.mp4`;
  const video = await new AdAccount(other).createAdVideo([], {file_url, title: 'From Node'});
  let status;
  do { // its AdVideo cannot read itself, so the list is asked
    [{status}] = (await all(await new AdAccount(other).getAdVideos(['status']))).filter(row => row.id === video.id);
  } while (status.video_status === 'processing');
  server.close();
  equal('the video is ready', status.video_status, 'ready');
  equal('the video is stored byte for byte', await original(video.id), wanted);
}

async function batch() {
  const wanted = (await ids(`${facts.ad_account_id}/ads`)).slice(0, 50);
  const answers = [];
  const made = new FacebookAdsApiBatch(api);
  const fail = answer => { throw answer.error; };
  for (const id of wanted) {
    made.add('GET', [id], {fields: 'id,name'}, undefined, answer => answers.push(answer.body.id), fail);
  }
  await made.execute();
  equal('ads in a batch', answers.sort(), wanted.sort());
}

async function insights() {
  const params = {level: 'ad', date_preset: 'last_28d', time_increment: 1, limit: 60};
  const wanted = totals((await ask(`${facts.ad_account_id}/insights`, {fields: metrics.join(), date_preset: 'last_28d', level: 'ad', limit: 500})).data);
  const rows = await all(await account.getInsights(metrics, params));
  equal('insights by ad and day add up', totals(rows), wanted);

  const run = await account.getInsightsAsync(metrics, params);
  do {
    await run.get(['async_status', 'async_percent_completion']);
  } while (!['Job Completed', 'Job Failed', 'Job Skipped'].includes(run.async_status));
  equal('a report adds up', totals(await all(await run.getInsights([], {limit: 100}))), wanted);
}

async function previews() {
  const [ad] = await ids(`${facts.ad_account_id}/ads`);
  const [shown] = await new Ad(ad).getPreviews([], {ad_format: 'MOBILE_FEED_STANDARD'});
  equal('a preview is a frame', shown.body.startsWith('<iframe'), true);
}

async function errors() {
  const error = await new AdCreative('1').get(['name']).catch(reason => reason);
  equal('an unknown object', [error.response.code, error.response.error_subcode], [100, 33]);
}

for (const step of [objects, writes, media, batch, insights, previews, errors]) await step();
