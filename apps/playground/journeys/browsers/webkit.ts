/**
 * Drives WebKitGTK's MiniBrowser through WebDriver. It is the closest browser to Safari on Linux. It has no headless
 * mode, so it draws into Xvfb.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities, Origin } from 'selenium-webdriver';
import type { WebDriver } from 'selenium-webdriver';
import { windowSize } from './tab';
import type { OtherBrowser, Place, Tab } from './tab';

const driver = '/usr/bin/WebKitWebDriver';
const xvfb = '/usr/bin/Xvfb';
const miniBrowser = findMiniBrowser();

export const webkit: OtherBrowser = {
  name: 'WebKit',
  missing() {
    if (!existsSync(driver) || miniBrowser === undefined) {
      return 'no WebKitWebDriver was found (Debian: webkit2gtk-driver)';
    }
    return existsSync(xvfb) ? undefined : 'no Xvfb was found (Debian: xvfb)';
  },
  async open() {
    const home = mkdtempSync(path.join(tmpdir(), 'speil-webkit-'));
    const screen = `${windowSize.width + 100}x${windowSize.height + 200}x24`;
    const display = spawn(xvfb, ['-displayfd', '1', '-screen', '0', screen, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [number] = (await once(display.stdout, 'data')) as [Buffer];
    const port = await freePort();
    const server = spawn(driver, [`--port=${port}`], {
      stdio: 'ignore',
      env: { ...process.env, DISPLAY: `:${number.toString().trim()}`, HOME: home },
    });
    const closeAll = async (): Promise<void> => {
      await Promise.all([end(server), end(display)]);
      rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    };
    try {
      await untilListening(port);
      const browser = await new Builder()
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities(
          new Capabilities({
            browserName: 'MiniBrowser',
            'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
          }),
        )
        .build();
      await browser.manage().setTimeouts({ script: 120_000, pageLoad: 120_000 });
      await browser
        .manage()
        .window()
        .setRect({ x: 0, y: 0, ...windowSize });
      return {
        tab: tabOf(browser),
        async close() {
          await browser.quit();
          await closeAll();
        },
      };
    } catch (error) {
      await closeAll();
      throw error;
    }
  },
};

function tabOf(browser: WebDriver): Tab {
  const origin = Origin.VIEWPORT;
  const move = ({ x, y }: Place) => ({ x: Math.round(x), y: Math.round(y), duration: 20, origin });
  const drag = async ([first, ...others]: readonly Place[]): Promise<void> => {
    const pointer = browser.actions().move(move(first!)).press();
    for (const place of others) pointer.move(move(place));
    await pointer.release().perform();
  };
  return {
    goto: (url) => browser.get(url),
    evaluate: (script, given) => browser.executeScript(script, given),
    drag,
  };
}

function findMiniBrowser(): string | undefined {
  const libraries = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return ['/usr/libexec', ...libraries.map((name) => path.join('/usr/lib', name))]
    .map((folder) => path.join(folder, 'webkit2gtk-4.1', 'MiniBrowser'))
    .find((file) => existsSync(file));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The driver does not report when it is ready. */
async function untilListening(port: number): Promise<void> {
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch {
      await sleep(50);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
