import type { Random } from '../../../nginx/generate/random.ts';
import { render, type Fields, type Json } from '../support/render.ts';

/** The same sections as container labels of a compose file, spread over its services. */
export function compose(
  random: Random,
  middlewares: Readonly<Record<string, Fields>>,
  routers: Readonly<Record<string, Fields>>,
): string {
  const labels = [
    ...Object.entries(middlewares).flatMap(([name, each]) =>
      flat(`traefik.http.middlewares.${name}`, each, random),
    ),
    ...Object.entries(routers).flatMap(([name, { service: _service, ...each }]) =>
      flat(`traefik.http.routers.${name}`, { ...each, service: 'app' }, random),
    ),
  ];
  const spoilt = random.chance(0.25) ? [random.pick(ODD)] : [];
  const web = [...labels, ...spoilt, 'traefik.http.services.app.loadbalancer.server.port=__UP__'];
  const isMap = random.chance(0.3);
  const one = (list: readonly string[]): Json =>
    isMap
      ? Object.fromEntries(
          list.map((label) => {
            const at = label.indexOf('=');
            return at < 0 ? [label, ''] : [label.slice(0, at), label.slice(at + 1)];
          }),
        )
      : [...list];
  const other = [
    'traefik.http.middlewares.elsewhere.headers.framedeny=true',
    'traefik.http.services.two.loadbalancer.server.port=__UP__',
  ];
  const services: Fields = { web: { image: 'example/web', labels: one(web.map(escaped)) } };
  if (random.chance(0.5)) services['second'] = { image: 'example/second', labels: one(other) };
  return render({ services }, random, { keepsNames: true });
}

/** Things that are written and mean something else. */
const ODD: readonly [string, ...string[]] = [
  'traefik.http.routers.shop.middlewares[0]=guard',
  'traefik.http.middlewares.guard.headers.frame_deny=true',
  'traefik.http.middlewares.guard.headers.frameDeny=yes',
  'traefik.http.middlewares.guard.headers.customresponseheaders=X-Frame-Options:DENY',
  'Traefik.http.routers.shop.priority=5',
  'traefik.http.middlewares.GUARD.headers.customFrameOptionsValue=SAMEORIGIN',
  'traefik.http.routers.shop.rule=Host(shop)',
  'traefik.http.routers.shop.middlewares=elsewhere',
  'traefik.http.routers.shop.middlewares=guard@file',
  'traefik.enable=false',
  'traefik.enable=true',
  'traefik.frontend.headers.frameDeny=true',
];

function flat(prefix: string, value: Json, random: Random): readonly string[] {
  if (Array.isArray(value)) return [`${prefix}=${(value as readonly Json[]).map(String).join(',')}`];
  if (typeof value !== 'object' || value === null)
    return value === null ? [] : [`${prefix}=${String(value)}`];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${prefix}=true`];
  return entries.flatMap(([key, each]) =>
    flat(`${prefix}.${random.chance(0.5) ? key : key.toLowerCase()}`, each, random),
  );
}

/** As Compose wants a dollar. */
function escaped(label: string): string {
  return label.replaceAll('$', '$$$$');
}
