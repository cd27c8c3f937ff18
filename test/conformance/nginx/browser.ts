import type { Page } from 'playwright-core';
import type { PredictionReport } from '../../../server/src/core/index.ts';
import { mayBeFramed } from '../../../server/src/core/headers/frame-policy/framing.ts';
import { openBrowser } from '../../vscode/support/browser.ts';
import type { Bench } from './bench.ts';
import { compose } from './generate/compose.ts';
import { Random } from './generate/random.ts';
import { render } from './generate/render.ts';
import { requestsFor, type Ask } from './generate/requests.ts';
import { Refused, type Nginx } from './nginx.ts';
import { predictorOf } from './predict.ts';
import { framing, Relay, SERVED } from './relay.ts';
import { exchange, requestText, type Received } from './wire.ts';

export interface Framed {
  readonly pages: number;
  readonly loaded: number;
  readonly blocked: number;
  readonly different: readonly string[];
}

/** Of the configurations from a seed on, serves so many to a real browser, framed by itself, by another origin and by itself within another. */
export async function frameInBrowser(
  nginx: Nginx,
  bench: Bench,
  seed: number,
  pages: number,
): Promise<Framed> {
  const browser = await openBrowser();
  const relay = await Relay.start();
  const different: string[] = [];
  const seen = { pages: 0, loaded: 0, blocked: 0 };
  try {
    const page = await browser.newPage();
    for (let next = seed; seen.pages < pages && next < seed + MOST_TRIED * pages; next++) {
      for (const framed of await one(nginx, bench, relay, page, next)) {
        if (framed.isLoaded) seen.loaded++;
        else seen.blocked++;
        if (framed.isLoaded !== framed.mayLoad) different.push(`${next}: ${framed.text}`);
        if (framed.isLast) seen.pages++;
      }
    }
  } finally {
    relay.stop();
    await browser.close();
  }
  return { ...seen, different };
}

/** Not every configuration sends a page with a policy. */
const MOST_TRIED = 12;

interface Seen {
  readonly mayLoad: boolean;
  readonly isLoaded: boolean;
  readonly text: string;
  readonly isLast: boolean;
}

/** The first request of a configuration that is answered with a page and some policy. */
async function one(
  nginx: Nginx,
  bench: Bench,
  relay: Relay,
  page: Page,
  seed: number,
): Promise<readonly Seen[]> {
  const random = new Random(seed);
  const configuration = compose(random, nginx.build);
  const asks = requestsFor(random, configuration, 8).filter(({ method }) => method === 'GET');
  try {
    return await bench.run(nginx, render(configuration, 'nginx.conf'), async (filled) => {
      const predict = predictorOf(bench.dir, filled, nginx.version);
      for (const ask of asks) {
        const port = Number(bench.filled(ask.port));
        const bytes = requestText(ask.method, ask.target, ask.headers);
        bench.service.answer = ask.upstream;
        const real = await exchange(ask.address, port, bytes);
        const predicted = await predict(requestTo(ask, port));
        if (!isPage(real) || !hasPolicy(predicted)) continue;
        relay.asked = { address: ask.address, port, bytes };
        return await inAllContexts(relay, page, predicted);
      }
      return [];
    });
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

function requestTo(ask: Ask, port: number): Parameters<ReturnType<typeof predictorOf>>[0] {
  return {
    url: `http://${ask.address}:${port}${ask.target}`,
    method: ask.method,
    headers: ask.headers,
    upstream: ask.upstream,
  };
}

/** Something that a browser shows: Chromium has a page of its own for errors without a body, and asks for a password at a 401. */
function isPage({ status = 0, headers, body }: Received): boolean {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const isShown = status === 200 || status === 201 || (status >= 400 && status < 600 && status !== 401);
  return isShown && body !== '' && type.startsWith('text/html');
}

function hasPolicy({ complete, headers }: PredictionReport): boolean {
  return complete && headers.some(({ name }) => /^(x-frame-options|content-security-policy)$/i.test(name));
}

async function inAllContexts(
  relay: Relay,
  page: Page,
  predicted: PredictionReport,
): Promise<readonly Seen[]> {
  const [own, other] = relay.origins;
  const contexts = [
    { name: OWN, top: (url: string) => framing(own, url), chain: [own] },
    { name: 'by another origin', top: (url: string) => framing(other, url), chain: [other] },
    {
      name: 'by its own origin within another',
      top: (url: string) => framing(own, framing(other, url)),
      chain: [other, own],
    },
  ];
  const lines = predicted.headers.flatMap(({ name, values }) => values.map((value) => ({ name, value })));
  const seen: Seen[] = [];
  for (const { name, top, chain } of contexts) {
    // A path of its own each time: some of the pages may be kept.
    const url = `${own}${SERVED}?${seen.length}-${++relay.served}`;
    await page.goto(top(url), { waitUntil: 'load', timeout: 10_000 });
    const isLoaded = page.frames().some((frame) => frame.url() === url);
    const framed = mayBeFramed({ lines, status: predicted.status ?? 0 }, chain, { origin: own }, 'chromium');
    const mayLoad = framed === 'allowed';
    const shown = lines.map((line) => `${line.name}: ${line.value}`).join(' | ');
    const text = `framed ${name}, predicted to be ${framed} (${predicted.framePolicy.verdict}), was ${isLoaded ? 'loaded' : 'blocked'}: ${shown}`;
    const isLast = seen.length === contexts.length - 1;
    seen.push({ mayLoad: mayLoad && agrees(predicted, name), isLoaded, text, isLast });
  }
  return seen;
}

const OWN = 'by its own origin';

/** Whether a page that loads there is in keeping with the verdict. */
function agrees({ framePolicy }: PredictionReport, context: string): boolean {
  return framePolicy.verdict === 'same-origin' ? context === OWN : framePolicy.verdict !== 'deny';
}
