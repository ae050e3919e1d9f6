/** Drives Firefox through WebDriver BiDi, since Playwright only drives its own build of Firefox. */
import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { windowSize } from './tab';
import type { OtherBrowser } from './tab';

const binaries = [
  process.env['SPEIL_FIREFOX'],
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];

const binary = binaries.find((file) => file !== undefined && existsSync(file));

export const firefox: OtherBrowser = {
  name: 'Firefox',
  missing: () => (binary === undefined ? 'no firefox-esr or firefox was found' : undefined),
  async open() {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: binary!,
      defaultViewport: windowSize,
      // A click by the driver is not a user gesture, which a page needs before it may play sound.
      extraPrefsFirefox: { 'media.autoplay.default': 0 },
      protocolTimeout: 120_000,
      timeout: 120_000,
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.evaluateOnNewDocument(letTheClockRun);
    return {
      close: () => browser.close(),
      tab: {
        goto: async (url) => void (await page.goto(url)),
        evaluate: (script, given) => page.evaluate(script as never, given),
        async drag([first, ...others]) {
          await page.mouse.move(first!.x, first!.y);
          await page.mouse.down();
          for (const { x, y } of others) await page.mouse.move(x, y, { steps: 4 });
          await page.mouse.up();
        },
      },
    };
  },
};

/**
 * Runs in the page, before its own scripts. Firefox keeps an audio context suspended on a machine without a sound
 * device, such as a server, and Firefox 153 sometimes hangs with a PulseAudio that has no output. The replacement has a
 * real audio graph, but uses the page's clock.
 */
function letTheClockRun(): void {
  const Native = AudioContext;
  window.AudioContext = class extends Native {
    #begun = performance.now();
    override get currentTime(): number {
      return (performance.now() - this.#begun) / 1000;
    }
    override get state(): AudioContextState {
      return 'running';
    }
    override resume(): Promise<void> {
      return Promise.resolve();
    }
  };
}
