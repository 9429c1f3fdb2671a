// SPDX-License-Identifier: Apache-2.0
// control_page.mjs PLAYWRIGHT CHROMIUM PORT FOLDER: OpenClaw's page in a headless Chromium, led over HTTP on loopback.
// POST /VERB with a JSON list of arguments is answered with 200 and JSON, or with 500 and why it failed.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [playwright, executablePath, port, folder] = process.argv.slice(2);
const { chromium } = (await import(pathToFileURL(playwright))).default;

const patience = 60_000;
const picker = 'details.chat-controls__model-picker';
const groups = `${picker} section[data-chat-model-provider-group]`;
const answers = '.chat-group.assistant .chat-bubble[data-message-text]';

const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
  executablePath,
  viewport: { width: 1280, height: 900 },
  handleSIGTERM: false,
  env: { ...process.env, HOME: folder },
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
    '--disable-background-networking', '--disable-component-update'],
});
context.setDefaultTimeout(patience);
const page = context.pages()[0] ?? await context.newPage();

/** Menus close and are drawn again whenever the gateway has news, so what is wanted is tried until it stands. */
async function until(wanted, act) {
  const deadline = Date.now() + patience;
  while (!await wanted()) {
    if (Date.now() > deadline) throw new Error(`not within ${patience} ms: ${wanted}`);
    await act().catch(() => {});
    await page.waitForTimeout(100);
  }
}

const isOpen = () => page.locator(picker).evaluate((details) => details.open);
const press = () => page.locator(`${picker} > summary`).click({ timeout: 2000 });

const openPicker = async () => {
  await until(isOpen, press);
  await page.waitForFunction((selector) => document.querySelector(selector), groups);
};
const closePicker = () => until(async () => !await isOpen(), press);

const verbs = {
  /** Shows the page, with the picker that it has. */
  async open(url) {
    await page.goto(url);
    await page.waitForSelector(picker);
  },

  /** [{provider, label, models}] of the picker, in its order. */
  async groups() {
    await openPicker();
    return page.$$eval(groups, (sections) => sections.map((section) => ({
      provider: section.dataset.chatModelProviderGroup,
      label: section.querySelector('.chat-controls__provider-label').innerText,
      models: [...section.querySelectorAll('[data-chat-model-option]')].map((option) => option.dataset.chatModelOption),
    })));
  },

  /** Shows the group that holds provider/model. */
  async unfold(reference) {
    await openPicker();
    const folded = page.locator(`${groups}:has([data-chat-model-option="${reference}"]) [aria-expanded="false"]`);
    await until(async () => await folded.count() === 0, () => folded.first().click({ timeout: 2000 }));
  },

  /** Chooses provider/model for this session. */
  async choose(reference) {
    const option = page.locator(`${groups} [data-chat-model-option="${reference}"]`);
    const summary = page.locator(`${picker} > summary`);
    await until(async () => await summary.getAttribute('data-chat-select-value') === reference, async () => {
      await verbs.unfold(reference);
      await option.click({ timeout: 2000 });
      await page.waitForTimeout(500);
    });
    await closePicker();
  },

  /** Sends a message and waits for one more answer, which it returns. */
  async send(text) {
    const before = await page.locator(answers).count();
    await page.fill('textarea[aria-label="Chat composer"]', text);
    await page.click('button.chat-send-btn--send:not([disabled])');
    await page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length > count,
      [answers, before]);
    return page.locator(answers).last().getAttribute('data-message-text');
  },

  async screenshot(path) {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(1000); // what moves has come to rest
    await page.screenshot({ path, style: '.invite { display: none !important }' }); // an advertisement
  },
};

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  try {
    const result = await verbs[request.url.slice(1)](...JSON.parse(body));
    response.writeHead(200).end(JSON.stringify(result ?? null));
  } catch (error) {
    response.writeHead(500).end(JSON.stringify(String(error)));
  }
});
process.once('SIGTERM', async () => {
  await context.close().catch(() => {});
  process.exit(0);
});
server.listen(Number(port), '127.0.0.1');
