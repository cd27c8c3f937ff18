// Megabytes of nginx configuration lexed and parsed per second, on one core.
// Run: node --import tsx bench/parse.ts [megabytes]
import { nginxGrammar } from '../server/src/core/syntax/nginx/directive-table.ts';
import { lex } from '../server/src/core/syntax/nginx/lexer.ts';
import { parseNginx } from '../server/src/core/syntax/nginx/parser.ts';

/** One virtual host as people write them: comments, a Lua body, quoted values, nested locations. */
const host = (n: number): string => `
    # Virtual host ${n}: everything goes over TLS.
    server {
        listen 443 ssl http2;
        listen [::]:443 ssl http2;
        server_name host${n}.example.com www.host${n}.example.com;

        ssl_certificate     /etc/letsencrypt/live/host${n}.example.com/fullchain.pem;
        ssl_certificate_key /etc/letsencrypt/live/host${n}.example.com/privkey.pem;
        ssl_protocols TLSv1.2 TLSv1.3;

        add_header X-Frame-Options "SAMEORIGIN" always;
        add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'self'; img-src 'self' data:" always;
        add_header Strict-Transport-Security "max-age=63072000; includeSubDomains" always;

        root /srv/www/host${n};
        index index.html index.htm;

        location / {
            try_files $uri $uri/ =404;
        }

        location ^~ /api/ {
            proxy_pass http://backend${n};
            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header Upgrade $http_upgrade;   # WebSocket
            proxy_set_header Connection "upgrade";
            if ($request_method = OPTIONS) {
                return 204;
            }
        }

        location ~* \\.(?:css|js|jpe?g|gif|png|svg|woff2?)$ {
            expires 30d;
            add_header Cache-Control "public, immutable";
            access_log off;
        }

        location = /lua {
            content_by_lua_block {
                local args = ngx.req.get_uri_args() -- { not a brace }
                if args.x then ngx.say("}") else ngx.exit(404) end
            }
        }
    }
`;

function file(bytes: number): string {
  const hosts: string[] = [];
  for (let n = 0, length = 0; length < bytes; n++) {
    const text = host(n);
    hosts.push(text);
    length += text.length;
  }
  return `events {}\nhttp {\n${hosts.join('')}}\n`;
}

/** Megabytes (10⁶ bytes) per second after a warm-up: the median of nine runs, and the best, which a busy machine hides. */
function rate(bytes: number, run: () => void): string {
  for (let i = 0; i < 3; i++) run();
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const speed = (time = NaN): string => (bytes / 1000 / time).toFixed(0);
  return `${speed(times[4])} MB/s (best ${speed(times[0])})`;
}

const megabytes = Number(process.argv[2] ?? 5);
const text = file(megabytes * 1e6);
const bytes = Buffer.byteLength(text);
const problems = parseNginx(text, nginxGrammar).problems.length;
if (problems > 0) throw new Error(`The benchmark's own file has ${String(problems)} problems.`);

const lexing = rate(bytes, () => lex(text));
const parsing = rate(bytes, () => parseNginx(text, nginxGrammar));
console.log(`nginx, ${(bytes / 1e6).toFixed(1)} MB in one file, one core, median of 9:`);
console.log(`  lex                     ${lexing}`);
console.log(`  parse, lexing included  ${parsing}`);
