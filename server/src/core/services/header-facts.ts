import { headers } from '../generated/headers.ts';
import type { HeaderSpec } from '../model/header-spec.ts';

const mdn = 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/';

/** Response headers that the rules do not judge yet, for hover and completion; security headers first. */
const others: readonly HeaderSpec[] = [
  {
    name: 'Strict-Transport-Security',
    summary: 'Makes browsers use HTTPS alone for this host, for as long as `max-age` says (RFC 6797).',
    reference: `${mdn}Strict-Transport-Security`,
    status: 'current',
    values: [
      {
        text: 'max-age=31536000; includeSubDomains',
        doc: 'One year, subdomains too. All of them must speak HTTPS.',
      },
      { text: 'max-age=31536000', doc: 'One year, this host alone.' },
      {
        text: 'max-age=63072000; includeSubDomains; preload',
        doc: 'Two years, and the wish to be built into browsers; hard to take back.',
      },
      { text: 'max-age=0', doc: 'Makes browsers forget what they were told.' },
    ],
  },
  {
    name: 'X-Content-Type-Options',
    summary: 'Keeps browsers from guessing another content type than the one that is sent.',
    reference: `${mdn}X-Content-Type-Options`,
    status: 'current',
    values: [{ text: 'nosniff', doc: 'The only value there is.' }],
  },
  {
    name: 'Referrer-Policy',
    summary:
      'Says how much of the address of a page other sites are told when a link or a resource leads to them.',
    reference: `${mdn}Referrer-Policy`,
    status: 'current',
    values: [
      {
        text: 'strict-origin-when-cross-origin',
        doc: 'The origin alone to other sites; the default of browsers.',
      },
      { text: 'no-referrer', doc: 'Nothing, to nobody.' },
      { text: 'same-origin', doc: 'The whole address within the site, nothing to others.' },
      { text: 'strict-origin', doc: 'The origin alone, and nothing over plain HTTP.' },
      { text: 'no-referrer-when-downgrade', doc: 'The whole address, but nothing over plain HTTP.' },
    ],
  },
  {
    name: 'Permissions-Policy',
    summary:
      'Switches browser features (camera, location, payment) off for the page and for frames inside it.',
    reference: `${mdn}Permissions-Policy`,
    status: 'experimental',
    values: [
      { text: 'camera=(), microphone=(), geolocation=()', doc: 'None of the three, for nobody.' },
      { text: 'geolocation=(self)', doc: 'The location for the page itself, not for frames inside it.' },
    ],
  },
  {
    name: 'Cross-Origin-Opener-Policy',
    summary: 'Cuts the tie between the page and windows of other origins that open it or that it opens.',
    reference: `${mdn}Cross-Origin-Opener-Policy`,
    status: 'current',
    values: [
      { text: 'same-origin', doc: 'Shares its window group with pages of the same origin and policy only.' },
      {
        text: 'same-origin-allow-popups',
        doc: 'As `same-origin`, but keeps hold of popups that set no policy.',
      },
      { text: 'unsafe-none', doc: 'No protection; the default.' },
    ],
  },
  {
    name: 'Cross-Origin-Resource-Policy',
    summary: 'Says which sites may load this resource.',
    reference: `${mdn}Cross-Origin-Resource-Policy`,
    status: 'current',
    values: [
      { text: 'same-origin', doc: 'Pages of the same origin.' },
      { text: 'same-site', doc: 'Pages of the same site, subdomains included.' },
      { text: 'cross-origin', doc: 'Everybody.' },
    ],
  },
  {
    name: 'Cross-Origin-Embedder-Policy',
    summary: 'Lets the page load only resources that agree to be loaded by it.',
    reference: `${mdn}Cross-Origin-Embedder-Policy`,
    status: 'current',
    values: [
      { text: 'require-corp', doc: 'Resources of other origins must say so by header or CORS.' },
      { text: 'credentialless', doc: 'Others are asked for without cookies.' },
      { text: 'unsafe-none', doc: 'No protection; the default.' },
    ],
  },
  {
    name: 'Content-Security-Policy-Report-Only',
    summary:
      'Reports what the policy would forbid and forbids nothing: `frame-ancestors` here keeps nobody out.',
    reference: `${mdn}Content-Security-Policy-Report-Only`,
    status: 'current',
    values: [],
  },
  {
    name: 'Cache-Control',
    summary: 'Says who may keep the response, and for how long (RFC 9111).',
    reference: `${mdn}Cache-Control`,
    status: 'current',
    values: [
      { text: 'no-store', doc: 'Nobody keeps it.' },
      { text: 'no-cache', doc: 'May be kept, but must be asked for anew before each use.' },
      {
        text: 'public, max-age=31536000, immutable',
        doc: 'A year, for files whose name changes with their content.',
      },
    ],
  },
  {
    name: 'Access-Control-Allow-Origin',
    summary: 'Names the origin whose scripts may read the response (CORS).',
    reference: `${mdn}Access-Control-Allow-Origin`,
    status: 'current',
    values: [{ text: '*', doc: 'Every origin, for requests without credentials.' }],
  },
  {
    name: 'X-XSS-Protection',
    summary:
      'Steered a filter that browsers have dropped; where it still exists, it can be turned against the page.',
    reference: `${mdn}X-XSS-Protection`,
    status: 'deprecated',
    values: [{ text: '0', doc: 'Switches the filter off where it still exists.' }],
  },
];

/** Those with a folder of their own first, and of them the one that this product is about; each name once. */
export const headerFacts: readonly HeaderSpec[] = [
  ...headers.toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a))),
  ...others.filter((other) => !headers.some((known) => sameName(known.name, other.name))),
];

function isFirst({ name }: HeaderSpec): boolean {
  return name === 'X-Frame-Options';
}

export function headerFact(name: string): HeaderSpec | undefined {
  return headerFacts.find((spec) => sameName(spec.name, name));
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
