/** A configuration of many hosts; each location has a header of its own and so loses the two of its server. */
export function losingSites(locations: number, perServer = 40): string {
  const servers = Math.ceil(locations / perServer);
  const texts = Array.from({ length: servers }, (_, server) => {
    const here = Math.min(perServer, locations - server * perServer);
    return `    server {
        listen 443 ssl;
        server_name host${server}.example;
        ssl_certificate /etc/ssl/host${server}.pem;
        ssl_certificate_key /etc/ssl/host${server}.key;
        add_header X-Frame-Options "SAMEORIGIN" always;
        add_header X-Content-Type-Options nosniff always;
${Array.from({ length: here }, (_, n) => location(n)).join('')}    }
`;
  });
  return `events {}\nhttp {\n${texts.join('')}}\n`;
}

/** 22 lines. */
function location(n: number): string {
  return `
        # Application ${n}: behind the gateway since the move.
        location /app${n}/ {
            proxy_pass http://127.0.0.1:${8000 + n}/;
            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
            proxy_read_timeout 60s;
            proxy_send_timeout 60s;
            proxy_buffering off;
            client_max_body_size 20m;

            if ($request_method = TRACE) {
                return 405;
            }

            add_header Cache-Control "no-store, private";
        }
`;
}

/** Proxied locations, 40 to a server, with further lines in `http` and in each location. */
export function locationsWith(
  locations: number,
  { http = [], location = [] }: { readonly http?: readonly string[]; readonly location?: readonly string[] },
): string {
  const own = location.map((line) => `            ${line}\n`).join('');
  const servers = Array.from({ length: Math.ceil(locations / 40) }, (_, server) => {
    const inner = Array.from(
      { length: 40 },
      (_path, n) => `        location /app${n}/ {
            proxy_pass http://127.0.0.1:8000/;
            proxy_set_header Host $host;
            proxy_set_header X-Real-IP $remote_addr;
${own}        }
`,
    );
    return `    server {\n        listen 80;\n        server_name host${server}.example;\n${inner.join('')}    }\n`;
  });
  return `events {}\nhttp {\n${http.map((line) => `    ${line}\n`).join('')}${servers.join('')}}\n`;
}
