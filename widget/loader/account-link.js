/*
 * The Account Link loader: the only code of ours that runs in a partner's page.
 *
 *   <script src="https://connect.example.com/account-link.js" async></script>
 *   AccountLink.open({ link: () => fetch("/sign").then((r) => r.text()), onExit: console.log });
 *   <account-link link="https://connect.example.com/api/v1/partner/link?…">Link account</account-link>
 *
 * It shows a signed link in an iframe inside a modal <dialog>, passes hints from the frame to the page, and leaves
 * nothing behind. It holds no secret and decides nothing. Its messages are written down in docs/MESSAGES.md.
 * No inline style, no HTML from strings: it works under a policy that names our origin in script-src and frame-src
 * alone, and under Trusted Types. Its size is budgeted: 2.0 kB minified and gzipped; hence the short cuts.
 */
(() => {
  // Harmless on a server, and harmless twice.
  if (typeof window == "undefined" || window.AccountLink) return;

  // Our origin is where this script came from: links and messages of any other are refused. (Where nothing tells, it is
  // the page's own, and no link fits.)
  const script = document.currentScript || document.querySelector('[src*="/account-link.js"]');
  const ORIGIN = new URL(script?.src, location).origin;

  const NAME = "Account Link";
  const TEXT = { zh: ["关闭", "继续"], km: ["បិទ", "បន្ត"] };

  const styles = new CSSStyleSheet();
  styles.replaceSync(
    "*{box-sizing:border-box}button,a{padding:12px;border:1px solid;border-radius:12px;background:0;color:inherit;font:inherit}" +
      // The box: 420 × 720, by the browser's own rule never more than the window; a sheet over all of it on a phone.
      // (The border shows in forced colours.)
      "dialog{width:420px;height:720px;padding:0;border:1px solid #0000;border-radius:12px;overflow:hidden;color-scheme:light dark}::backdrop{background:#0009}" +
      "@media(max-width:480px){dialog{min-width:100%;min-height:100%;border-radius:0}}" +
      // The frame, and above it the panel: a close button with the skeleton, or with the way out.
      "iframe,section{position:absolute;width:100%;height:100%;border:0;padding:env(safe-area-inset-top)0 env(safe-area-inset-bottom)}" +
      "section{display:grid;grid:auto 1fr/1fr;background:Canvas}section *{margin:auto}section button{margin-right:0}" +
      "i{width:88%;height:112px;background:#8883}",
  );

  const make = (tag, properties, ...children) => {
    const node = document.createElement(tag);
    node.append(...children);
    return Object.assign(node, properties);
  };
  const shade = (host, child) => {
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styles];
    shadow.append(child);
  };

  let current; // the handle of the one open dialog; being modal it keeps the focus
  let receive; // what it does with a message
  addEventListener("message", (event) => current && receive(event));

  // `options` is what the partner passed, or an <account-link>: then attributes are options, and callbacks are events.
  const open = (options) => {
    if (current) return current;
    const [link, locale, theme] = ["link", "locale", "theme"].map(
      (key) => options[key] ?? options.getAttribute?.(key),
    );
    const root = document.documentElement;
    const text = TEXT[(locale || root.lang).slice(0, 2)] || ["Close", "Continue"];
    let renewable = link?.call;
    let frame, pulse, ready;
    let linked; // "linked", once it is

    // In a task of its own: an error in the partner's code is reported there and does not stop ours.
    const call = (kind, detail) =>
      setTimeout(() => {
        options["on" + kind]?.(detail);
        const type = "account-link-" + kind.toLowerCase();
        options.dispatchEvent?.(new CustomEvent(type, { detail, bubbles: true }));
      });
    const error = (code) => call("Event", { name: "ERROR", code });

    const post = (message) => frame.contentWindow?.postMessage({ account_link: 1, ...message }, ORIGIN);

    const end = (event) => {
      if (current != handle) return;
      current = clearTimeout(pulse);
      dialog.close(); // gives the focus back to where it was
      host.remove();
      style.overflow = overflow;
      root.style.scrollbarGutter = "";
      call("Event", event);
      call("Exit", event);
    };
    const exit = (result) => end({ name: "EXIT", result });
    const leave = () => exit(linked || "cancelled");

    // Esc, the backdrop, the partner's handle. The frame may ask the user first; one that is silent for 1 s may not.
    const close = () => {
      if (!ready) return leave();
      post({ type: "CLOSE" });
      pulse ||= setTimeout(leave, 1e3);
    };
    const handle = { close };

    // Gets a link and uses it, or ends. What the partner's function throws stays visible, as an unhandled rejection.
    const mint = async (use, url) => {
      try {
        url = await (link.call ? link() : link);
      } finally {
        if (current != handle); // closed meanwhile
        else if (new URL(url, location).origin == ORIGIN) use(url);
        else {
          error(url ? "link_foreign_origin" : "link_unavailable");
          exit("failed");
        }
      }
    };

    // The frame does not talk: offer the hosted page. The user's own press navigates, never this script.
    const fail = () => {
      error("timeout");
      frame = dialog.replaceChildren(panel);
      mint((href) => {
        panel.replaceChildren(cross, make("a", { href, target: "_top" }, text[1]));
        panel.lastChild.focus();
      });
    };

    // 15 s to load, then 15 s to answer INIT. Before `load` the frame has not our origin yet: nothing is posted.
    const handshake = (loaded) => {
      let left = 60;
      const beat = () => {
        if (loaded) post({ type: "INIT", locale, theme });
        pulse = setTimeout(left-- ? beat : fail, 250);
      };
      ready = clearTimeout(pulse);
      beat();
    };

    // A new frame each time: another `src` in an old one would add an entry to the page's history.
    const load = () => {
      mint((src) => {
        frame = make("iframe", { src, title: NAME, allow: "clipboard-write", onload: handshake });
        dialog.replaceChildren(frame, panel);
        handshake();
      });
    };

    receive = ({ source, origin, data }) => {
      if (source != frame?.contentWindow || origin != ORIGIN || data?.account_link !== 1) return;
      const { account_link, type, ...event } = data;
      const { name, result, code } = event;
      if (type == "READY") {
        ready = true;
        panel.remove();
        frame.focus();
      } else if (
        type != "EVENT" ||
        !/^(OPEN|STEP|LINKED|EXIT|ERROR)$/.test(name) ||
        Object.values(event).some((value) => !(value?.trim && value.length < 2e3)) // short strings only
      )
        return;
      pulse = clearTimeout(pulse); // it talks: no more INIT, no closing over its head
      if (name == "EXIT") return result && end(event);
      if (name) call("Event", event);
      if (name == "LINKED" && !linked) call("Success", event, (linked = "linked"));
      if (/^link_(expired|already_opened)/.test(code)) {
        if (!renewable) return exit("expired");
        renewable = load(); // once: it gives nothing
      }
    };

    const cross = make("button", { ariaLabel: text[0], onclick: close }, "✕");
    const panel = make("section", {}, cross, make("i"));
    const dialog = make("dialog", { ariaLabel: NAME }, panel);
    // Gives nothing back: `false` from a handler property would make the link in the panel dead.
    dialog.oncancel = dialog.onclick = (event) => {
      event.target == dialog && close(event.preventDefault());
    };
    dialog.onclose = leave; // a second Esc closes a dialog whatever we say
    const host = make("account-link-dialog");
    dialog.style.colorScheme = theme; // a value of no meaning, or none, leaves it to the system
    shade(host, dialog);
    // The page stays where it is: the element whose overflow the viewport uses stops scrolling, so that no other begins
    // to, and a scrollbar that takes room keeps its room. (Set by property: no policy minds.)
    const { style } = getComputedStyle(root).overflowY == "visible" ? document.body : root;
    const { overflow } = style;
    if (innerWidth > root.clientWidth) root.style.scrollbarGutter = "stable";
    style.overflow = "hidden";
    // Beside <body>, where the page's own layout and its "hide everything else" scripts do not reach.
    root.append(host);
    dialog.showModal();
    current = handle;
    load();
    return handle;
  };

  window.AccountLink = { open };

  class AccountLinkElement extends HTMLElement {
    constructor() {
      super();
      const slot = make("slot", {}, NAME);
      shade(this, make("button", { part: "button", onclick: () => open(this) }, slot));
    }
  }
  // A plain property: one set before this script arrived keeps its value, and frameworks find it with `in`.
  AccountLinkElement.prototype.link = null;
  customElements.define("account-link", AccountLinkElement);
})();
