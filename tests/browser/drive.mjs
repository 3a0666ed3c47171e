// Opens pages in a headless Chromium and tells what became of them: one JSON document in, one out.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const CHARACTERS = 2000;

async function launch(given) {
  if (given) return puppeteer.launch({ executablePath: given, args: ["--no-sandbox"] });
  const { default: chromium } = await import("@sparticuz/chromium");
  return puppeteer.launch({ executablePath: await chromium.executablePath(), args: chromium.args });
}

function listen(page, address) {
  const told = { errors: [], requests: [] };
  page.on("pageerror", (error) => told.errors.push(String(error).slice(0, CHARACTERS)));
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) told.errors.push(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith("data:")) told.requests.push(url);
  });
  page.on("requestfailed", (request) => told.errors.push(`failed: ${request.url()}`));
  return told;
}

// A picture of a whole page makes it taller, and charts draw themselves anew in the next frames.
async function settle(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewport();
  await page.setViewport({ width, height });
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

async function visit(browser, wanted) {
  const page = await browser.newPage();
  try {
    const told = listen(page, wanted.address);
    await page.setViewport({ width: wanted.width, height: wanted.height });
    const features = [{ name: "prefers-color-scheme", value: wanted.dark ? "dark" : "light" }];
    await page.emulateMediaFeatures(features);
    await page.setJavaScriptEnabled(wanted.scripts);
    await page.goto(wanted.address, { waitUntil: wanted.idle ? "networkidle0" : "load" });
    const look = async () => (wanted.expression ? page.evaluate(wanted.expression) : null);
    // Until what waits by itself is over, nobody knows how tall the page will be.
    const early = wanted.idle ? null : await look();
    if (wanted.full) await settle(page);
    const value = wanted.idle ? await look() : early;
    if (wanted.picture) await page.screenshot({ path: wanted.picture, fullPage: wanted.full });
    return { ...told, value };
  } finally {
    await page.close();
  }
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await launch(asked.executable);
try {
  const visits = [];
  for (const wanted of asked.visits) visits.push(await visit(browser, wanted));
  process.stdout.write(JSON.stringify({ version: await browser.version(), visits }));
} finally {
  await browser.close();
}
