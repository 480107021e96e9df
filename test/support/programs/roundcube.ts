import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { requireDovecot } from "./dovecot.ts";
import { runNginx } from "./nginx.ts";
import { freePort } from "./ports.ts";
import { findProgram } from "./require-program.ts";
import { runServer, type Running } from "./run-server.ts";
import { serverAccount } from "./server-account.ts";

export interface Roundcube extends Running {
  /** With a slash at its end. */
  readonly url: string;
}

/** Where Debian puts what a browser may ask for, and the configuration that packages fill. */
const WEB_ROOT = "/var/lib/roundcube/public_html";
const DEFAULTS = "/etc/roundcube";
const IMAP_SERVER = "/usr/lib/dovecot/imap";
/** Debian puts the version into the name. */
const PHP_FPM = /^php-fpm\d/;

/** Whether Debian's Roundcube, and what it stands on, is here; says what is missing where it is not. */
export function hasRoundcube(): boolean {
  const missing = [
    ...(existsSync(join(WEB_ROOT, "index.php")) ? [] : ["roundcube-core"]),
    ...(existsSync(IMAP_SERVER) && requireDovecot() !== undefined ? [] : ["dovecot-imapd"]),
    ...(phpFpm() === undefined ? ["php-fpm"] : []),
    ...(findProgram("nginx") === undefined ? ["nginx"] : []),
  ];
  if (missing.length > 0) console.warn(`left out: Roundcube, for want of ${missing.join(", ")}`);
  return missing.length === 0;
}

/** Lines for Dovecot's configuration: IMAP in plain text on that port, beside POP3. */
export function imapListener(port: number): string {
  return `
protocols = pop3 imap
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
}

/**
 * Debian's Roundcube on free loopback ports, behind nginx and PHP-FPM with the settings of their packages.
 * The configuration and the SQLite database are its own, in a temporary folder.
 */
export async function startRoundcube(imapPort: number): Promise<Roundcube> {
  const phpPort = await freePort();
  const php = await runServer(phpFpm() ?? "php-fpm", phpPort, (folder) => {
    writeConfiguration(folder, imapPort);
    writeFileSync(join(folder, "fpm.conf"), pool(folder, phpPort));
    return ["--nodaemonize", "--fpm-config", join(folder, "fpm.conf")];
  });
  const port = await freePort();
  try {
    const nginx = await runNginx(port, () => site(port, phpPort));
    return {
      url: `http://127.0.0.1:${port}/`,
      async stop() {
        await nginx.stop();
        await php.stop();
      },
    };
  } catch (error) {
    await php.stop();
    throw error;
  }
}

function phpFpm(): string | undefined {
  const [name] = existsSync("/usr/sbin") ? readdirSync("/usr/sbin").filter((each) => PHP_FPM.test(each)) : [];
  return name === undefined ? undefined : findProgram(name);
}

/** Roundcube makes the database's tables when it finds the file empty or missing. */
function writeConfiguration(folder: string, imapPort: number): void {
  const account = serverAccount();
  chmodSync(folder, 0o755);
  for (const name of ["config", "temp", "logs", "database"]) {
    mkdirSync(join(folder, name));
    if (account.isOther) chownSync(join(folder, name), account.uid, account.gid);
  }
  for (const name of ["defaults.inc.php", "mimetypes.php"]) {
    symlinkSync(join(DEFAULTS, name), join(folder, "config", name));
  }
  writeFileSync(
    join(folder, "config", "config.inc.php"),
    `<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///${join(folder, "database", "roundcube.sqlite")}?mode=0640';
$config['imap_host'] = '127.0.0.1:${imapPort}';
$config['des_key'] = '${randomBytes(12).toString("hex")}';
$config['temp_dir'] = '${join(folder, "temp")}/';
$config['log_dir'] = '${join(folder, "logs")}/';
$config['plugins'] = [];
$config['skin'] = 'elastic';
$config['enable_spellcheck'] = false;
`,
  );
}

/** The numbers of workers are those of Debian's package. */
function pool(folder: string, port: number): string {
  const { user, group, isOther } = serverAccount();
  return `
[global]
error_log = ${join(folder, "logs", "fpm.log")}
[roundcube]
${isOther ? `user = ${user}\ngroup = ${group}` : ""}
listen = 127.0.0.1:${port}
pm = dynamic
pm.max_children = 5
pm.start_servers = 2
pm.min_spare_servers = 1
pm.max_spare_servers = 3
env[ROUNDCUBE_CONFIG_DIR] = ${join(folder, "config")}
`;
}

/** Compression and a month in the browser's cache, as in the .htaccess of Debian's package. */
function site(port: number, phpPort: number): string {
  return `
  include /etc/nginx/mime.types;
  gzip on;
  gzip_static on;
  gzip_types text/css application/javascript application/json;
  server {
    listen 127.0.0.1:${port};
    root ${WEB_ROOT};
    index index.php;
    location / { expires 1M; }
    location ~ \\.php$ {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_pass 127.0.0.1:${phpPort};
    }
  }`;
}
