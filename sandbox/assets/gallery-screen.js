// Runs before the page of a screen does: stops its clock at the time of the recorded answers, makes the device what the
// screen needs, and then does what the user did there. Language and theme are wishes of the address (`locale`, `theme`).

const { now, device, without, frame, then } = JSON.parse(document.currentScript.dataset.screen);
const html = document.documentElement;
const asked = new URLSearchParams(location.search);

// Countdowns show the same whenever they are looked at.
if (now) Date.now = () => now;
if (device) Object.defineProperty(navigator, "userAgent", { value: `Mozilla/5.0 (${device})` });
if (without === "clipboard") {
  Object.defineProperty(navigator, "clipboard", { value: undefined });
  document.execCommand = () => false;
}
// On the index the window stays where it is, whatever a screen in a frame does.
if (window.top.location.pathname === "/gallery/") {
  HTMLElement.prototype.focus = Element.prototype.scrollIntoView = () => {};
}
// In a frame of the gallery's, a page of its own looks as it does without.
if (!frame && window.parent !== window) Object.defineProperty(window, "parent", { value: window });

const theme = asked.get("theme");
if (theme) {
  const put = () => html.dataset.theme !== theme && (html.dataset.theme = theme);
  new MutationObserver(put).observe(html, { attributeFilter: ["data-theme"] });
  put();
}

/** What a selector finds, once it is there and can be pressed. */
async function found(selector) {
  for (const end = performance.now() + 10_000; performance.now() < end; ) {
    const element = document.querySelector(selector);
    if (element?.checkVisibility() && element.ariaDisabled !== "true") return element;
    await new Promise((later) => setTimeout(later, 10));
  }
  throw new Error(`nothing is ${selector}`);
}

/** What the user does: fills a field, or presses something. */
async function perform({ fill, with: text, press }) {
  const element = await found(fill ?? press);
  element.focus();
  if (press) return element.click();
  element.value = text;
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Does all of it. `data-gallery` says how that went. */
async function play() {
  html.dataset.gallery = "playing";
  try {
    await found("h1");
    for (const step of then) await perform(step);
    html.dataset.gallery = "done";
  } catch (error) {
    html.dataset.gallery = error.message;
    throw error;
  }
}
window.gallery = { play };

(async () => {
  const locale = asked.get("locale");
  if (locale) {
    const switcher = await found("select.language");
    switcher.value = [...switcher.options].find((option) => option.value.startsWith(locale)).value;
    switcher.dispatchEvent(new Event("change", { bubbles: true }));
  }
  await play();
})();
